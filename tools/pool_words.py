"""Hand-written word material for tools/make_pools.py, as plain literals.

Names are strings of words separated by blanks; cities and trade words, which may
contain blanks, are separated by ", ".  In a phone number '#' is one random digit.
"""

# ---------------------------------------------------------------------------
# Companies: legal forms (most common first) and trade words
# ---------------------------------------------------------------------------

LEGAL_FORMS: dict[str, list[str]] = {
    "AT": ["GmbH", "AG", "GmbH & Co KG"],
    "AU": ["Pty Ltd"],
    "BE": ["BV", "NV"],
    "BR": ["Ltda.", "S.A."],
    "CA": ["Inc.", "Ltd."],
    "CH": ["AG", "GmbH"],
    "DE": ["GmbH", "AG", "GmbH & Co. KG", "SE"],
    "DK": ["ApS", "A/S"],
    "ES": ["S.L.", "S.A."],
    "FI": ["Oy"],
    "FR": ["SAS", "SARL", "SA"],
    "GB": ["Ltd", "plc"],
    "IE": ["Ltd."],
    "IN": ["Pvt. Ltd.", "Ltd."],
    "IT": ["S.r.l.", "S.p.A."],
    "JP": ["K.K.", "G.K."],
    "MX": ["S.A. de C.V.", "S. de R.L. de C.V."],
    "NL": ["B.V.", "N.V."],
    "NO": ["AS"],
    "NZ": ["Ltd"],
    "PL": ["Sp. z o.o.", "S.A."],
    "PT": ["Lda.", "S.A."],
    "SE": ["AB"],
    "US": ["Inc.", "LLC", "Corp.", "Co."],
}

# By language; a country takes the words of its language unless it has a set of its own
# under its country code ("BR" beside "pt").
TRADE_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "Software": "Software, Systems, Technologies, Digital",
        "Manufacturing": "Manufacturing, Industries, Engineering, Components",
        "Logistics": "Logistics, Freight, Transport, Shipping",
        "Healthcare": "Healthcare, Medical, Diagnostics, Health",
        "Finance": "Finance, Capital, Insurance, Investments",
        "Retail": "Retail, Stores, Trading, Outfitters",
        "Construction": "Construction, Builders, Contracting, Developments",
        "Energy": "Energy, Power, Solar, Renewables",
        "Education": "Education, Learning, Academy, Training",
        "Hospitality": "Hospitality, Hotels, Catering, Resorts",
        "Professional Services": "Consulting, Advisory, Partners, Associates",
        "Media": "Media, Publishing, Studios, Productions",
    },
    "de": {
        "Software": "Software, Systeme, Digital, Informatik",
        "Manufacturing": "Maschinenbau, Werkzeugbau, Metallbau, Fertigungstechnik",
        "Logistics": "Logistik, Spedition, Transporte, Frachtservice",
        "Healthcare": "Medizintechnik, Kliniken, Pflege, Gesundheit",
        "Finance": "Finanz, Versicherungen, Kapital, Vermögensberatung",
        "Retail": "Handel, Warenhaus, Einzelhandel, Vertrieb",
        "Construction": "Bau, Hochbau, Tiefbau, Bauunternehmung",
        "Energy": "Energie, Energietechnik, Solar, Kraftwerke",
        "Education": "Bildung, Akademie, Weiterbildung, Schulungen",
        "Hospitality": "Hotels, Gastronomie, Catering, Hotelbetriebe",
        "Professional Services": "Beratung, Consulting, Treuhand, Dienstleistungen",
        "Media": "Medien, Verlag, Filmproduktion, Druck",
    },
    "fr": {
        "Software": "Logiciels, Informatique, Systèmes, Numérique",
        "Manufacturing": "Industrie, Mécanique, Métallurgie, Fabrication",
        "Logistics": "Logistique, Transports, Fret, Messagerie",
        "Healthcare": "Santé, Médical, Cliniques, Diagnostics",
        "Finance": "Finance, Assurances, Capital, Patrimoine",
        "Retail": "Distribution, Magasins, Commerce, Négoce",
        "Construction": "Construction, Bâtiment, Travaux, Rénovation",
        "Energy": "Énergie, Solaire, Électricité, Photovoltaïque",
        "Education": "Formation, Éducation, Académie, Campus",
        "Hospitality": "Hôtels, Restauration, Hôtellerie, Traiteur",
        "Professional Services": "Conseil, Expertise, Associés, Services",
        "Media": "Médias, Éditions, Productions, Presse",
    },
    "nl": {
        "Software": "Software, Systemen, Digitaal, Automatisering",
        "Manufacturing": "Machinebouw, Industrie, Metaalbewerking, Techniek",
        "Logistics": "Logistiek, Transport, Vervoer, Expeditie",
        "Healthcare": "Zorg, Medisch, Klinieken, Gezondheidszorg",
        "Finance": "Financiën, Verzekeringen, Kapitaal, Vermogensbeheer",
        "Retail": "Handel, Winkels, Detailhandel, Groothandel",
        "Construction": "Bouw, Aannemers, Bouwbedrijf, Wegenbouw",
        "Energy": "Energie, Zonne-energie, Installaties, Energietechniek",
        "Education": "Opleidingen, Onderwijs, Academie, Trainingen",
        "Hospitality": "Hotels, Horeca, Catering, Restaurants",
        "Professional Services": "Advies, Consultancy, Partners, Diensten",
        "Media": "Media, Uitgeverij, Producties, Drukkerij",
    },
    "es": {
        "Software": "Software, Sistemas, Tecnología, Informática",
        "Manufacturing": "Industrias, Fabricación, Maquinaria, Metalurgia",
        "Logistics": "Logística, Transportes, Cargas, Mensajería",
        "Healthcare": "Salud, Clínicas, Sanidad, Diagnósticos",
        "Finance": "Finanzas, Seguros, Capital, Inversiones",
        "Retail": "Comercial, Distribuciones, Almacenes, Tiendas",
        "Construction": "Construcciones, Obras, Edificaciones, Reformas",
        "Energy": "Energía, Solar, Renovables, Electricidad",
        "Education": "Formación, Educación, Academia, Enseñanza",
        "Hospitality": "Hoteles, Hostelería, Restauración, Turismo",
        "Professional Services": "Consultores, Asesores, Consultoría, Servicios",
        "Media": "Medios, Editorial, Producciones, Comunicación",
    },
    "MX": {
        "Software": "Software, Sistemas, Tecnología, Informática",
        "Manufacturing": "Industrias, Manufacturas, Maquinaria, Metalúrgica",
        "Logistics": "Logística, Transportes, Fletes, Mensajería",
        "Healthcare": "Salud, Clínicas, Médica, Diagnósticos",
        "Finance": "Finanzas, Seguros, Capital, Inversiones",
        "Retail": "Comercial, Distribuidora, Almacenes, Tiendas",
        "Construction": "Construcciones, Obras, Edificaciones, Constructora",
        "Energy": "Energía, Solar, Renovables, Electricidad",
        "Education": "Capacitación, Educación, Academia, Enseñanza",
        "Hospitality": "Hoteles, Banquetes, Restaurantes, Turismo",
        "Professional Services": "Consultores, Asesores, Consultoría, Servicios",
        "Media": "Medios, Editorial, Producciones, Comunicación",
    },
    "it": {
        "Software": "Software, Sistemi, Informatica, Digitale",
        "Manufacturing": "Industrie, Meccanica, Macchine, Componenti",
        "Logistics": "Logistica, Trasporti, Spedizioni, Corriere",
        "Healthcare": "Salute, Medicale, Cliniche, Diagnostica",
        "Finance": "Finanza, Assicurazioni, Capitali, Investimenti",
        "Retail": "Commerciale, Distribuzione, Magazzini, Negozi",
        "Construction": "Costruzioni, Edilizia, Edile, Infrastrutture",
        "Energy": "Energia, Solare, Rinnovabili, Impianti",
        "Education": "Formazione, Accademia, Istruzione, Scuole",
        "Hospitality": "Hotel, Ristorazione, Alberghi, Turismo",
        "Professional Services": "Consulenza, Consulting, Associati, Servizi",
        "Media": "Media, Editore, Produzioni, Comunicazione",
    },
    "pt": {
        "Software": "Software, Sistemas, Tecnologia, Informática",
        "Manufacturing": "Indústrias, Metalurgia, Máquinas, Metalomecânica",
        "Logistics": "Logística, Transportes, Cargas, Expresso",
        "Healthcare": "Saúde, Clínicas, Médica, Diagnósticos",
        "Finance": "Finanças, Seguros, Capital, Investimentos",
        "Retail": "Comércio, Distribuição, Armazéns, Lojas",
        "Construction": "Construções, Obras, Engenharia, Edificações",
        "Energy": "Energia, Solar, Renováveis, Eletricidade",
        "Education": "Formação, Educação, Academia, Ensino",
        "Hospitality": "Hotéis, Hotelaria, Restauração, Turismo",
        "Professional Services": "Consultoria, Consultores, Associados, Serviços",
        "Media": "Media, Editora, Produções, Comunicação",
    },
    "BR": {
        "Software": "Software, Sistemas, Tecnologia, Informática",
        "Manufacturing": "Indústrias, Metalúrgica, Máquinas, Componentes",
        "Logistics": "Logística, Transportes, Cargas, Transportadora",
        "Healthcare": "Saúde, Clínicas, Médica, Diagnósticos",
        "Finance": "Finanças, Seguros, Capital, Investimentos",
        "Retail": "Comércio, Distribuidora, Varejo, Lojas",
        "Construction": "Construções, Obras, Construtora, Edificações",
        "Energy": "Energia, Solar, Renováveis, Eletricidade",
        "Education": "Treinamento, Educação, Academia, Ensino",
        "Hospitality": "Hotéis, Hotelaria, Restaurantes, Turismo",
        "Professional Services": "Consultoria, Consultores, Associados, Serviços",
        "Media": "Mídia, Editora, Produções, Comunicação",
    },
    "sv": {
        "Software": "Programvara, System, Digital, Data",
        "Manufacturing": "Industri, Mekaniska, Verkstad, Plåt",
        "Logistics": "Logistik, Transport, Åkeri, Spedition",
        "Healthcare": "Vård, Medicinteknik, Kliniken, Hälsa",
        "Finance": "Finans, Kapital, Försäkring, Invest",
        "Retail": "Handel, Butiker, Varuhus, Grossist",
        "Construction": "Bygg, Entreprenad, Fastighet, Måleri",
        "Energy": "Energi, Kraft, Solenergi, Elteknik",
        "Education": "Utbildning, Akademi, Kurser, Lärande",
        "Hospitality": "Hotell, Restaurang, Catering, Konferens",
        "Professional Services": "Konsult, Rådgivning, Partner, Tjänster",
        "Media": "Media, Förlag, Produktion, Tryckeri",
    },
    "no": {
        "Software": "Programvare, Systemer, Digital, Data",
        "Manufacturing": "Industri, Mekaniske, Verksted, Produksjon",
        "Logistics": "Logistikk, Transport, Frakt, Spedisjon",
        "Healthcare": "Helse, Medisinsk, Klinikken, Omsorg",
        "Finance": "Finans, Kapital, Forsikring, Invest",
        "Retail": "Handel, Butikker, Varehus, Engros",
        "Construction": "Bygg, Entreprenør, Anlegg, Eiendom",
        "Energy": "Energi, Kraft, Solenergi, Elektro",
        "Education": "Utdanning, Akademi, Kurs, Opplæring",
        "Hospitality": "Hotell, Restaurant, Catering, Servering",
        "Professional Services": "Rådgivning, Konsulent, Partner, Tjenester",
        "Media": "Media, Forlag, Film, Trykkeri",
    },
    "da": {
        "Software": "Software, Systemer, Digital, Data",
        "Manufacturing": "Industri, Maskinfabrik, Produktion, Metal",
        "Logistics": "Logistik, Transport, Fragt, Spedition",
        "Healthcare": "Sundhed, Medicinteknik, Klinikker, Omsorg",
        "Finance": "Finans, Kapital, Forsikring, Invest",
        "Retail": "Handel, Butikker, Varehus, Engros",
        "Construction": "Byg, Entreprise, Anlæg, Ejendomme",
        "Energy": "Energi, Solenergi, Elteknik, Vindkraft",
        "Education": "Uddannelse, Akademi, Kurser, Læring",
        "Hospitality": "Hoteller, Restauranter, Catering, Konference",
        "Professional Services": "Rådgivning, Konsulenter, Partnere, Service",
        "Media": "Medier, Forlag, Film, Tryk",
    },
    "fi": {
        "Software": "Ohjelmistot, Järjestelmät, Digital, Tietotekniikka",
        "Manufacturing": "Teollisuus, Konepaja, Metalli, Tuotanto",
        "Logistics": "Logistiikka, Kuljetus, Huolinta, Rahti",
        "Healthcare": "Terveys, Lääkintä, Klinikat, Hoiva",
        "Finance": "Rahoitus, Vakuutus, Pääoma, Sijoitus",
        "Retail": "Kauppa, Myymälät, Tukku, Tavaratalot",
        "Construction": "Rakennus, Urakointi, Rakentajat, Saneeraus",
        "Energy": "Energia, Voima, Aurinkoenergia, Sähkö",
        "Education": "Koulutus, Akatemia, Valmennus, Oppiminen",
        "Hospitality": "Hotellit, Ravintolat, Catering, Majoitus",
        "Professional Services": "Konsultointi, Neuvonta, Asiantuntijat, Palvelut",
        "Media": "Media, Kustannus, Tuotannot, Viestintä",
    },
    "pl": {
        "Software": "Software, Systemy, Technologie, Informatyka",
        "Manufacturing": "Przemysł, Maszyny, Produkcja, Metal",
        "Logistics": "Logistyka, Transport, Spedycja, Przewozy",
        "Healthcare": "Zdrowie, Medycyna, Kliniki, Diagnostyka",
        "Finance": "Finanse, Ubezpieczenia, Kapitał, Inwestycje",
        "Retail": "Handel, Sklepy, Hurtownia, Dystrybucja",
        "Construction": "Budownictwo, Budowa, Remonty, Konstrukcje",
        "Energy": "Energia, Energetyka, Solar, Instalacje",
        "Education": "Edukacja, Szkolenia, Akademia, Nauka",
        "Hospitality": "Hotele, Gastronomia, Catering, Turystyka",
        "Professional Services": "Doradztwo, Consulting, Partnerzy, Usługi",
        "Media": "Media, Wydawnictwo, Studio, Reklama",
    },
}

# ---------------------------------------------------------------------------
# Phones: only ranges that a regulator reserves for drama, fiction or examples
# ---------------------------------------------------------------------------

PHONES: dict[str, list[str]] = {
    # ACMA (Australia), "Phone numbers for use in TV shows, films and creative works"
    "AU": [
        "+61 2 5550 ####",  # ACMA, NSW and ACT
        "+61 2 7010 ####",  # ACMA, NSW and ACT
        "+61 3 5550 ####",  # ACMA, VIC and TAS
        "+61 3 7010 ####",  # ACMA, VIC and TAS
        "+61 7 5550 ####",  # ACMA, QLD
        "+61 7 7010 ####",  # ACMA, QLD
        "+61 8 5550 ####",  # ACMA, SA, WA and NT
        "+61 8 7010 ####",  # ACMA, SA, WA and NT
    ],
    # NANPA: line numbers 555-0100 to 555-0199 in every area code, Canada included
    "CA": [
        "+1 416 555 01##",  # NANPA 555 line numbers, Toronto
        "+1 647 555 01##",  # NANPA 555 line numbers, Toronto
        "+1 905 555 01##",  # NANPA 555 line numbers, Mississauga and Hamilton
        "+1 613 555 01##",  # NANPA 555 line numbers, Ottawa
        "+1 519 555 01##",  # NANPA 555 line numbers, London (Ontario)
        "+1 514 555 01##",  # NANPA 555 line numbers, Montreal
        "+1 418 555 01##",  # NANPA 555 line numbers, Quebec City
        "+1 604 555 01##",  # NANPA 555 line numbers, Vancouver
        "+1 250 555 01##",  # NANPA 555 line numbers, Victoria
        "+1 403 555 01##",  # NANPA 555 line numbers, Calgary
        "+1 780 555 01##",  # NANPA 555 line numbers, Edmonton
        "+1 204 555 01##",  # NANPA 555 line numbers, Winnipeg
        "+1 306 555 01##",  # NANPA 555 line numbers, Saskatchewan
        "+1 902 555 01##",  # NANPA 555 line numbers, Halifax
    ],
    # Bundesnetzagentur, Mitteilung 148/2021, Amtsblatt 7/2021, "Drama Numbers"
    "DE": [
        "+49 30 23125 ###",  # Bundesnetzagentur 148/2021, Berlin
        "+49 69 90009 ###",  # Bundesnetzagentur 148/2021, Frankfurt am Main
        "+49 40 66969 ###",  # Bundesnetzagentur 148/2021, Hamburg
        "+49 221 4710 ###",  # Bundesnetzagentur 148/2021, Köln
        "+49 89 99998 ###",  # Bundesnetzagentur 148/2021, München
    ],
    # ARCEP (France), décision 2018-0881, numbers kept for audiovisual works
    "FR": [
        "+33 1 99 00 ## ##",  # ARCEP 2018-0881, Île-de-France
        "+33 2 61 91 ## ##",  # ARCEP 2018-0881, north-west
        "+33 3 53 01 ## ##",  # ARCEP 2018-0881, north-east
        "+33 4 65 71 ## ##",  # ARCEP 2018-0881, south-east
        "+33 5 36 49 ## ##",  # ARCEP 2018-0881, south-west
        "+33 6 39 98 ## ##",  # ARCEP 2018-0881, mobile
    ],
    # Ofcom (United Kingdom), "Telephone numbers for use in TV and radio drama programmes"
    "GB": [
        "+44 20 7946 0###",  # Ofcom drama, London
        "+44 161 496 0###",  # Ofcom drama, Manchester
        "+44 121 496 0###",  # Ofcom drama, Birmingham
        "+44 117 496 0###",  # Ofcom drama, Bristol
        "+44 131 496 0###",  # Ofcom drama, Edinburgh
        "+44 141 496 0###",  # Ofcom drama, Glasgow
        "+44 113 496 0###",  # Ofcom drama, Leeds
        "+44 151 496 0###",  # Ofcom drama, Liverpool
        "+44 114 496 0###",  # Ofcom drama, Sheffield
        "+44 1632 960###",  # Ofcom drama, no area
        "+44 7700 900###",  # Ofcom drama, mobile
    ],
    # ComReg (Ireland), Numbering Conditions of Use: 020 91x xxxx for drama
    "IE": [
        "+353 20 91# ####",  # ComReg drama numbers
    ],
    # PTS (Sweden), "Telefonnummer för användning i böcker och filmer".  Its mobile range
    # 070-174 06 05 to 99 is left out: 00 to 04 are not reserved.
    "SE": [
        "+46 8 465 004 ##",  # PTS 08-465 004 00 to 99, Stockholm
        "+46 31 390 06 ##",  # PTS 031-390 06 00 to 99, Göteborg
        "+46 40 628 04 ##",  # PTS 040-628 04 00 to 99, Malmö
        "+46 980 319 2##",  # PTS 0980-319 200 to 299, Kiruna
    ],
    # NANPA: line numbers 555-0100 to 555-0199 in every area code.  Also the list for every
    # country without a reserved range: a number that reaches nobody beats a local look.
    "US": [
        "+1 212 555 01##",  # NANPA 555 line numbers, New York
        "+1 617 555 01##",  # NANPA 555 line numbers, Boston
        "+1 215 555 01##",  # NANPA 555 line numbers, Philadelphia
        "+1 202 555 01##",  # NANPA 555 line numbers, Washington
        "+1 404 555 01##",  # NANPA 555 line numbers, Atlanta
        "+1 305 555 01##",  # NANPA 555 line numbers, Miami
        "+1 312 555 01##",  # NANPA 555 line numbers, Chicago
        "+1 612 555 01##",  # NANPA 555 line numbers, Minneapolis
        "+1 214 555 01##",  # NANPA 555 line numbers, Dallas
        "+1 713 555 01##",  # NANPA 555 line numbers, Houston
        "+1 303 555 01##",  # NANPA 555 line numbers, Denver
        "+1 602 555 01##",  # NANPA 555 line numbers, Phoenix
        "+1 213 555 01##",  # NANPA 555 line numbers, Los Angeles
        "+1 415 555 01##",  # NANPA 555 line numbers, San Francisco
        "+1 206 555 01##",  # NANPA 555 line numbers, Seattle
    ],
}

# ---------------------------------------------------------------------------
# Cities: larger cities by country
# ---------------------------------------------------------------------------

CITIES: dict[str, str] = {
    "AT": (
        "Wien, Graz, Linz, Salzburg, Innsbruck, Klagenfurt, Villach, Wels, St. Pölten, "
        "Dornbirn, Wiener Neustadt, Steyr, Feldkirch, Bregenz, Leonding, Klosterneuburg, Baden, "
        "Wolfsberg, Leoben, Krems, Traun, Amstetten, Lustenau, Kapfenberg, Mödling, Hallein, "
        "Kufstein, Traiskirchen, Schwechat, Braunau, Stockerau, Ansfelden, Tulln, Eisenstadt"
    ),
    "AU": (
        "Sydney, Melbourne, Brisbane, Perth, Adelaide, Canberra, Gold Coast, Newcastle, Hobart, "
        "Wollongong, Geelong, Townsville, Cairns, Darwin, Toowoomba, Ballarat, Bendigo, "
        "Launceston, Mackay, Rockhampton, Bunbury, Bundaberg, Wagga Wagga, Albury, Mildura, "
        "Shepparton, Dubbo, Tamworth, Orange, Geraldton, Parramatta"
    ),
    "BE": (
        "Antwerpen, Gent, Brussel, Brugge, Leuven, Mechelen, Aalst, Hasselt, Sint-Niklaas, "
        "Kortrijk, Genk, Oostende, Roeselare, Turnhout, Vilvoorde, Lokeren, Dendermonde, "
        "Beringen, Waregem, Geel, Herentals, Lier, Tienen, Ieper, Halle, Aarschot, Diest, "
        "Sint-Truiden, Deinze, Zaventem, Mol, Ninove"
    ),
    "BR": (
        "São Paulo, Rio de Janeiro, Belo Horizonte, Brasília, Salvador, Fortaleza, Curitiba, "
        "Recife, Porto Alegre, Manaus, Belém, Goiânia, Campinas, Guarulhos, São Luís, Maceió, "
        "Natal, Campo Grande, Teresina, João Pessoa, Florianópolis, Vitória, Cuiabá, Aracaju, "
        "Ribeirão Preto, Sorocaba, Uberlândia, Joinville, Londrina, Santos, "
        "São José dos Campos, Niterói, Caxias do Sul, Blumenau, Maringá, Juiz de Fora, Osasco"
    ),
    "CA": (
        "Toronto, Montreal, Vancouver, Calgary, Edmonton, Ottawa, Winnipeg, Quebec City, "
        "Hamilton, Mississauga, Brampton, Kitchener, London, Halifax, Victoria, Windsor, "
        "Saskatoon, Regina, Markham, Vaughan, Burnaby, Surrey, Richmond, Laval, Gatineau, "
        "Kelowna, Oakville, Burlington, Barrie, Guelph, Kingston, St. John's, Moncton, "
        "Waterloo, Red Deer, Abbotsford"
    ),
    "CH": (
        "Zürich, Genf, Basel, Lausanne, Bern, Winterthur, Luzern, St. Gallen, Lugano, Biel, "
        "Thun, Köniz, Freiburg, Schaffhausen, Chur, Uster, Sitten, Neuenburg, Zug, Dübendorf, "
        "Dietikon, Rapperswil, Frauenfeld, Wetzikon, Baar, Kreuzlingen, Aarau, Olten, Baden, "
        "Solothurn, Wil, Kloten, Herisau, Burgdorf"
    ),
    "DE": (
        "Berlin, Hamburg, München, Köln, Frankfurt am Main, Stuttgart, Düsseldorf, Leipzig, "
        "Dortmund, Essen, Bremen, Dresden, Hannover, Nürnberg, Duisburg, Bochum, Wuppertal, "
        "Bielefeld, Bonn, Münster, Mannheim, Karlsruhe, Augsburg, Wiesbaden, Mönchengladbach, "
        "Braunschweig, Kiel, Chemnitz, Aachen, Magdeburg, Freiburg, Lübeck, Erfurt, Mainz, "
        "Rostock, Kassel, Regensburg, Heilbronn, Ulm, Würzburg"
    ),
    "DK": (
        "København, Aarhus, Odense, Aalborg, Esbjerg, Randers, Kolding, Horsens, Vejle, "
        "Roskilde, Herning, Silkeborg, Hørsholm, Helsingør, Næstved, Viborg, Fredericia, Køge, "
        "Holstebro, Taastrup, Slagelse, Hillerød, Sønderborg, Svendborg, Holbæk, Hjørring, "
        "Frederikshavn, Haderslev, Skive, Ringsted, Lyngby, Ballerup, Glostrup, Gentofte, "
        "Hvidovre"
    ),
    "ES": (
        "Madrid, Barcelona, Valencia, Sevilla, Zaragoza, Málaga, Murcia, Palma, Bilbao, "
        "Alicante, Córdoba, Valladolid, Vigo, Gijón, Vitoria, Granada, Elche, Oviedo, Badalona, "
        "Cartagena, Jerez de la Frontera, Sabadell, Terrassa, Pamplona, Almería, San Sebastián, "
        "Burgos, Santander, Albacete, Castellón de la Plana, Logroño, Salamanca, Huelva, "
        "Lleida, Tarragona, León, Cádiz, Girona, A Coruña, Las Palmas"
    ),
    "FI": (
        "Helsinki, Espoo, Tampere, Vantaa, Oulu, Turku, Jyväskylä, Kuopio, Lahti, Pori, "
        "Kouvola, Joensuu, Lappeenranta, Vaasa, Hämeenlinna, Seinäjoki, Rovaniemi, Mikkeli, "
        "Kotka, Salo, Porvoo, Kokkola, Hyvinkää, Lohja, Järvenpää, Rauma, Kajaani, Kerava, "
        "Savonlinna, Kangasala, Ylöjärvi, Kirkkonummi, Tuusula"
    ),
    "FR": (
        "Paris, Marseille, Lyon, Toulouse, Nice, Nantes, Montpellier, Strasbourg, Bordeaux, "
        "Lille, Rennes, Reims, Toulon, Saint-Étienne, Le Havre, Grenoble, Dijon, Angers, "
        "Villeurbanne, Nîmes, Clermont-Ferrand, Le Mans, Aix-en-Provence, Brest, Tours, Amiens, "
        "Limoges, Annecy, Perpignan, Metz, Besançon, Orléans, Rouen, Mulhouse, Caen, Nancy, "
        "Avignon, Poitiers, La Rochelle, Pau"
    ),
    "GB": (
        "London, Birmingham, Manchester, Leeds, Glasgow, Sheffield, Liverpool, Edinburgh, "
        "Bristol, Cardiff, Leicester, Coventry, Nottingham, Newcastle upon Tyne, Belfast, "
        "Brighton, Hull, Plymouth, Stoke-on-Trent, Wolverhampton, Derby, Swansea, Southampton, "
        "Portsmouth, Aberdeen, Reading, Northampton, Milton Keynes, Norwich, Luton, Swindon, "
        "Oxford, Cambridge, York, Exeter, Gloucester, Dundee, Peterborough, Bath, Warrington"
    ),
    "IE": (
        "Dublin, Cork, Limerick, Galway, Waterford, Drogheda, Dundalk, Swords, Bray, Navan, "
        "Kilkenny, Ennis, Carlow, Tralee, Newbridge, Naas, Athlone, Portlaoise, Mullingar, "
        "Wexford, Letterkenny, Sligo, Celbridge, Clonmel, Maynooth, Greystones, Leixlip, "
        "Tullamore, Killarney, Castlebar, Longford, Monaghan"
    ),
    "IN": (
        "Mumbai, Delhi, Bengaluru, Hyderabad, Ahmedabad, Chennai, Kolkata, Pune, Jaipur, Surat, "
        "Lucknow, Kanpur, Nagpur, Indore, Thane, Bhopal, Visakhapatnam, Patna, Vadodara, "
        "Ghaziabad, Ludhiana, Agra, Nashik, Faridabad, Rajkot, Varanasi, Kochi, Coimbatore, "
        "Chandigarh, Guwahati, Mysuru, Gurugram, Noida, Bhubaneswar, Raipur, Ranchi, Madurai, "
        "Thiruvananthapuram"
    ),
    "IT": (
        "Roma, Milano, Napoli, Torino, Palermo, Genova, Bologna, Firenze, Bari, Catania, "
        "Verona, Venezia, Messina, Padova, Trieste, Brescia, Parma, Taranto, Prato, Modena, "
        "Reggio Emilia, Perugia, Livorno, Ravenna, Cagliari, Rimini, Salerno, Ferrara, Sassari, "
        "Monza, Bergamo, Trento, Vicenza, Bolzano, Novara, Piacenza, Ancona, Udine, Lecce, "
        "Pescara"
    ),
    "JP": (
        "Tokyo, Yokohama, Osaka, Nagoya, Sapporo, Fukuoka, Kobe, Kawasaki, Kyoto, Saitama, "
        "Hiroshima, Sendai, Chiba, Kitakyushu, Sakai, Niigata, Hamamatsu, Kumamoto, Sagamihara, "
        "Okayama, Shizuoka, Kagoshima, Funabashi, Hachioji, Utsunomiya, Himeji, Matsuyama, "
        "Nishinomiya, Kurashiki, Kanazawa, Oita, Nagasaki, Takamatsu, Toyama, Gifu, Nagano, "
        "Nara, Wakayama"
    ),
    "MX": (
        "Ciudad de México, Guadalajara, Monterrey, Puebla, Tijuana, León, Ciudad Juárez, "
        "Zapopan, Mérida, San Luis Potosí, Aguascalientes, Hermosillo, Saltillo, Mexicali, "
        "Culiacán, Querétaro, Morelia, Chihuahua, Cancún, Torreón, Toluca, Reynosa, Veracruz, "
        "Durango, Acapulco, Xalapa, Tuxtla Gutiérrez, Mazatlán, Tampico, Villahermosa, "
        "Cuernavaca, Celaya, Pachuca, Oaxaca, Tepic, Campeche, Zacatecas"
    ),
    "NL": (
        "Amsterdam, Rotterdam, Den Haag, Utrecht, Eindhoven, Groningen, Tilburg, Almere, Breda, "
        "Nijmegen, Apeldoorn, Haarlem, Arnhem, Enschede, Amersfoort, Zaandam, Den Bosch, "
        "Hoofddorp, Zwolle, Zoetermeer, Leeuwarden, Leiden, Maastricht, Dordrecht, Ede, "
        "Alphen aan den Rijn, Alkmaar, Emmen, Delft, Venlo, Deventer, Hilversum, Amstelveen, "
        "Roosendaal, Oss, Helmond, Gouda, Almelo"
    ),
    "NO": (
        "Oslo, Bergen, Trondheim, Stavanger, Drammen, Fredrikstad, Kristiansand, Sandnes, "
        "Tromsø, Sarpsborg, Skien, Ålesund, Sandefjord, Haugesund, Tønsberg, Moss, Porsgrunn, "
        "Bodø, Arendal, Hamar, Larvik, Halden, Lillehammer, Molde, Harstad, Gjøvik, Kongsberg, "
        "Askim, Horten, Lillestrøm, Sandvika, Asker, Jessheim, Kristiansund, Elverum"
    ),
    "NZ": (
        "Auckland, Wellington, Christchurch, Hamilton, Tauranga, Dunedin, Lower Hutt, "
        "Palmerston North, Napier, Hastings, Nelson, Rotorua, New Plymouth, Whangarei, "
        "Invercargill, Porirua, Whanganui, Gisborne, Upper Hutt, Timaru, Blenheim, Taupo, "
        "Pukekohe, Masterton, Levin, Ashburton, Cambridge, Queenstown, Rangiora, Rolleston"
    ),
    "PL": (
        "Warszawa, Kraków, Łódź, Wrocław, Poznań, Gdańsk, Szczecin, Bydgoszcz, Lublin, "
        "Białystok, Katowice, Gdynia, Częstochowa, Radom, Toruń, Sosnowiec, Rzeszów, Kielce, "
        "Gliwice, Olsztyn, Zabrze, Bielsko-Biała, Bytom, Zielona Góra, Rybnik, Ruda Śląska, "
        "Opole, Tychy, Gorzów Wielkopolski, Elbląg, Płock, Dąbrowa Górnicza, Tarnów, Koszalin, "
        "Kalisz, Legnica, Sopot, Nowy Sącz"
    ),
    "PT": (
        "Lisboa, Porto, Vila Nova de Gaia, Amadora, Braga, Coimbra, Funchal, Setúbal, Almada, "
        "Aveiro, Guimarães, Viseu, Leiria, Faro, Évora, Maia, Matosinhos, Gondomar, Odivelas, "
        "Barreiro, Viana do Castelo, Vila Nova de Famalicão, Santarém, Castelo Branco, Covilhã, "
        "Portimão, Ponta Delgada, Beja, Bragança, Vila Real, Torres Vedras, Oeiras, Cascais, "
        "Sintra, Loures, Figueira da Foz"
    ),
    "SE": (
        "Stockholm, Göteborg, Malmö, Uppsala, Västerås, Örebro, Linköping, Helsingborg, "
        "Jönköping, Norrköping, Lund, Umeå, Gävle, Borås, Södertälje, Eskilstuna, Halmstad, "
        "Växjö, Karlstad, Sundsvall, Östersund, Trollhättan, Luleå, Kalmar, Falun, "
        "Kristianstad, Skövde, Karlskrona, Uddevalla, Nyköping, Varberg, Skellefteå, Motala, "
        "Landskrona, Solna, Kista"
    ),
    "US": (
        "New York, Los Angeles, Chicago, Houston, Phoenix, Philadelphia, San Antonio, "
        "San Diego, Dallas, San Jose, Austin, Jacksonville, Fort Worth, Columbus, Charlotte, "
        "San Francisco, Indianapolis, Seattle, Denver, Washington, Boston, Nashville, Detroit, "
        "Oklahoma City, Portland, Las Vegas, Memphis, Louisville, Baltimore, Milwaukee, "
        "Albuquerque, Tucson, Fresno, Sacramento, Kansas City, Atlanta, Omaha, Raleigh, Miami, "
        "Minneapolis"
    ),
}

# ---------------------------------------------------------------------------
# First names written by hand (where Faker's list is short, dated or odd)
# ---------------------------------------------------------------------------

FIRST_NAMES: dict[str, str] = {
    "AT": """
        Birgit Bernadette Elfriede Eva Evelyn Gerlinde Gudrun Ingrid Josefa Magdalena Theresa
        Valentina Viktoria Waltraud Romana Sigrid Teresa Katharina Anna Lena Selina Jasmina Milena
        Ivana Dragana Alois Anton Benedikt Christoph Clemens Franz Georg Gerald Gerhard Gernot
        Gottfried Günther Harald Helmut Herbert Hubert Johann Josef Karl Konrad Leopold Lorenz
        Ludwig Manfred Maximilian Reinhard Roland Rupert Siegfried Valentin Walter Wolfgang Zoran
        Goran Emir Dragan Raphael Elias Kilian
    """,
    "AU": """
        Kylie Bronwyn Narelle Belinda Sharyn Matilda Isla Ruby Mia Tamsin Priya Mei Jacinta Simone
        Monique Ebony Tegan Brooke Renee Kirra Lachlan Angus Hamish Shane Brett Heath Jarrod
        Mitchell Cooper Bradley Brendan Darcy Hugh Lochlan Damien Dane Jai Zane Tyson Rohan Minh Wei
        Kieran Beau Nathaniel
    """,
    "BE": """
        Joke Tinne Sigrid Goedele Leentje Kaat Hadewych Ruth Annemie Katrijn Sien Paulien Marieke
        Saar Roos Janne Merel Yasmina Samira Emine Jo Toon Joost Jurgen Pol Rob Gunther Hannes
        Wannes Ward Tibo Jarne Lander Warre Tuur Mehdi Karim Youssef Yassin Raf Sieg Nathan Tijl
        Ewoud Mattias
    """,
    "BR": """
        Adriana Alessandra Alice Aline Amanda Ana Andreia Andressa Beatriz Bianca Bruna Camila Carla
        Carolina Cássia Cecília Célia Cíntia Clara Cláudia Cristiane Cristina Daniela Daniele Débora
        Denise Diana Eduarda Elaine Eliane Elisa Érica Fabiana Fabíola Fernanda Flávia Francine
        Gabriela Giovana Gisele Gláucia Helena Heloísa Ingrid Iris Isabel Isabela Ivone Janaína
        Jaqueline Jéssica Joana Josiane Joyce Júlia Juliana Karen Karina Kátia Kelly Laís Larissa
        Laura Leila Letícia Lígia Lilian Lívia Lorena Luana Lúcia Luciana Luciane Luísa Luiza Magda
        Maíra Manuela Mara Marcela Márcia Maria Mariana Marília Marina Marisa Marta Mayara Michele
        Milena Mirella Mônica Monique Nádia Natália Nathalia Nayara Paloma Paola Patrícia Paula
        Pâmela Priscila Rafaela Raquel Rebeca Regina Renata Rita Roberta Rosana Rosângela Sabrina
        Samanta Sandra Sheila Silvana Sílvia Simone Solange Sônia Suelen Suzana Taís Tamires Tânia
        Tatiana Tatiane Teresa Thaís Valéria Vanessa Vera Verônica Vitória Viviane Yasmin Ademir
        Adilson Adriano Aílton Alan Alberto Alex Alexandre Anderson André Antônio Arthur Augusto
        Bernardo Breno Bruno Caio Carlos Célio César Cláudio Cléber Cristiano Daniel Danilo David
        Denis Diego Diogo Douglas Éder Edson Eduardo Elias Elton Emerson Emílio Enzo Érico Evandro
        Everton Fábio Felipe Fernando Flávio Francisco Frederico Gabriel Geraldo Gilberto Giovani
        Guilherme Gustavo Heitor Hélio Henrique Hugo Humberto Igor Ivan Jaime Jair Jairo João Jonas
        Jonathan Jorge José Juliano Júlio Júnior Kleber Leandro Leonardo Lucas Luciano Luís Luiz
        Maicon Marcelo Márcio Marco Marcos Mário Mateus Matheus Maurício Mauro Maximiliano Michel
        Miguel Milton Moacir Murilo Nelson Nilson Otávio Patrick Paulo Pedro Rafael Raul Reinaldo
        Renan Renato Ricardo Robson Roberto Rodolfo Rodrigo Rogério Ronaldo Rubens Samuel Sandro
        Saulo Sérgio Sidnei Silvio Thales Thiago Tiago Tomás Ubiratan Valdir Vicente Victor Vinícius
        Vitor Wagner Walter Wanderley Washington Wellington Wesley William Wilson Yuri
    """,
    "CA": """
        Chantal Sylvie Mireille Nathalie Isabelle Josée Geneviève Véronique Élise Camille Priya
        Simran Harpreet Jasleen Mei Ling Farah Aisha Fatima Siobhan Mackenzie Maeve Anika Soraya
        Thuy Marc Luc Mathieu Étienne Benoît Guillaume Sébastien Yves Gurpreet Harjit Arjun Raj
        Imran Omar Wei Jian Callum Duncan Angus Gavin Darcy Liam Graham Neil Stuart Ravi Hassan
        Andrei Dmitri Kwame
    """,
    "CH": """
        Regula Barbla Seraina Ladina Flurina Corinne Fabienne Rahel Mirjam Nadja Aline Noemi Livia
        Reto Urs Beat Jürg Gian Andri Curdin Flurin Silvan Lukas Remo Ruedi Sandro Severin
    """,
    "DE": """
        Alexandra Alina Andrea Angela Angelika Anja Anke Anna Anne Annette Annika Antje Antonia
        Astrid Aylin Barbara Beate Bettina Bianca Birgit Britta Carla Carmen Carolin Caroline
        Christiane Christina Christine Claudia Clara Corinna Cornelia Dagmar Daniela Denise Diana
        Doris Ebru Elena Elif Elisabeth Elke Ellen Esra Eva Fatma Franziska Frauke Friederike
        Gabriele Hanna Hannah Heidi Heike Helena Hülya Ines Inga Ingrid Irina Iris Isabel Jana
        Janina Jasmin Jennifer Jessica Johanna Judith Julia Juliane Jutta Karin Karina Katharina
        Kathrin Katja Katrin Kerstin Kim Kirsten Klara Kristin Kristina Lara Larissa Laura Lea Lena
        Leonie Linda Lisa Lucia Luisa Lydia Maike Manuela Mareike Maren Margit Maria Marianne Marie
        Marina Marion Marlene Martina Meike Melanie Meryem Michaela Miriam Monika Nadine Nadja
        Natalia Natalie Nele Nicole Nina Nora Olga Patricia Paula Petra Pia Ramona Rebecca Regina
        Renate Rita Sabine Sabrina Sandra Sarah Saskia Selin Silke Silvia Simone Sina Sonja Sophia
        Sophie Stefanie Stephanie Susanne Svenja Sylvia Tanja Tatjana Theresa Tina Ulrike Ursula Ute
        Valerie Vanessa Vera Verena Veronika Viktoria Yasemin Yvonne Achim Adrian Ahmet Alexander
        Ali Andreas André Anton Armin Arne Bastian Ben Benjamin Bernd Bernhard Björn Boris Burak
        Carl Carsten Cem Christian Christoph Christopher Daniel Dariusz David Dennis Detlef Dieter
        Dietmar Dirk Dominik Elias Emre Erik Fabian Felix Finn Florian Frank Friedrich Georg Gerd
        Gerhard Gregor Guido Günter Günther Hannes Hans Harald Heiko Heinrich Heinz Helmut Hendrik
        Henning Henrik Herbert Holger Ingo Jakob Jan Jannik Jens Joachim Jochen Johannes Jonas Jörg
        Jörn Josef Julian Julius Jürgen Kai Karl Karsten Kevin Kilian Klaus Konstantin Kurt Lars
        Lasse Lennart Leon Lothar Lucas Ludwig Lukas Lutz Maik Malte Manfred Manuel Marc Marcel
        Marco Marcus Mario Marius Markus Martin Marvin Mathias Matthias Max Maximilian Mehmet
        Michael Mirko Moritz Murat Mustafa Nico Niklas Nils Norbert Olaf Ole Oliver Oskar Patrick
        Paul Peter Philipp Rainer Ralf Ralph Raphael Reinhard René Richard Robert Robin Roland Rolf
        Roman Rüdiger Rudolf Sascha Sebastian Serkan Simon Sönke Stefan Steffen Stephan Sven Tarek
        Thomas Thorben Thorsten Till Tim Timo Tobias Tom Torben Torsten Udo Ulrich Uwe Valentin
        Viktor Volker Walter Werner Wilhelm Wolfgang Yannick Yusuf
    """,
    "DK": """
        Agnete Alberte Amalie Amanda Andrea Ane Anette Anita Anja Anna Anne Annemette Astrid
        Benedikte Bente Berit Bettina Birgit Birgitte Bodil Britt Camilla Caroline Cathrine Cecilie
        Charlotte Christina Clara Dina Ditte Dorte Dorthe Elisabeth Ellen Else Emilie Emma Eva
        Fatima Filippa Freja Frida Gitte Grethe Hanne Heidi Helene Helle Henriette Ida Inge Inger
        Ingrid Isabella Iben Jane Janni Jannie Jeanette Jette Johanne Josefine Julie Jytte Karen
        Karin Karina Karoline Katja Katrine Kirsten Kristina Kristine Laila Laura Lene Line Lisa
        Lisbeth Lise Liselotte Liv Lone Lotte Louise Lærke Maja Maiken Malene Malou Maren Margrethe
        Maria Marianne Marie Marlene Mathilde Merete Mette Mia Michelle Mona Monica Nadia Nanna
        Natasja Nicoline Nina Pernille Pia Randi Rebecca Rikke Rita Sabrina Samira Sandra Sanne Sara
        Signe Sigrid Silje Simone Sidsel Sine Sofie Solveig Sonja Stine Susanne Tanja Thea Tina Tine
        Tove Trine Ulla Vibeke Victoria Vivi Winnie Zainab Aksel Albert Alexander Ali Allan Anders
        Andreas Anton Arne Asbjørn Asger August Benjamin Bent Bjarne Bo Brian Carl Carsten Casper
        Christian Christoffer Claus Daniel Dan David Dennis Ejnar Emil Erik Esben Finn Flemming
        Frank Frederik Frode Gert Gorm Gregers Gustav Hans Hassan Heine Henning Henrik Holger Ib
        Ivan Jacob Jakob Jan Jens Jeppe Jesper Jimmi Joachim Johan Johannes John Johnny Jonas
        Jonathan Jon Jørgen Jørn Karl Karsten Kasper Keld Kenneth Kenni Kim Kjeld Klaus Kristian
        Kristoffer Kurt Lars Lasse Laurits Leif Lennart Lucas Ludvig Mads Magnus Malthe Marcus Mark
        Martin Mathias Michael Mikael Mikkel Mogens Mohamed Morten Nicklas Nicolai Niels Nikolaj
        Niklas Oliver Ole Oscar Ove Palle Patrick Per Peter Philip Poul Preben Rasmus Rene Robert
        Rune Sebastian Silas Simon Steen Stefan Steffen Stig Sune Svend Søren Thomas Thor Tim Tobias
        Tom Tommy Tonny Torben Torsten Troels Tue Ulrik Uffe Valdemar Victor Viggo William Yusuf
    """,
    "ES": """
        Adriana Aitana Alba Alejandra Alicia Almudena Amaia Amalia Amaya Amparo Ana Andrea Ángela
        Ángeles Araceli Arantxa Aurora Beatriz Begoña Belén Berta Blanca Carla Carlota Carmen
        Carolina Catalina Celia Clara Claudia Concepción Consuelo Cristina Daniela Diana Dolores
        Elena Elisa Elsa Elvira Emilia Encarnación Esperanza Ester Esther Estefanía Eugenia Eva
        Fátima Gema Gemma Gloria Guadalupe Helena Inés Inmaculada Irene Iria Isabel Itziar Jimena
        Josefa Juana Judith Julia Laia Laura Leire Leticia Lidia Lorena Lourdes Lucía Luisa Luz
        Macarena Maite Manuela Mar Margarita María Mariana Marina Marisol Marta Matilde Mercedes
        Mireia Míriam Mónica Montserrat Naiara Natalia Nerea Nieves Noelia Noemí Nuria Olga Paloma
        Paola Patricia Paula Pilar Queralt Raquel Rebeca Remedios Rocío Rosa Rosario Rosalía Ruth
        Sandra Sara Silvia Sofía Sonia Soledad Susana Tamara Tania Teresa Trinidad Vanesa Verónica
        Victoria Virginia Yolanda Zaira Abel Adolfo Adrián Agustín Aitor Alberto Alejandro Alex
        Alfonso Alfredo Álvaro Andrés Ángel Antonio Armando Arturo Asier Bernardo Borja Bruno Carlos
        César Cristian Cristóbal Daniel Dani Darío David Diego Domingo Eduardo Emilio Enrique
        Ernesto Esteban Eugenio Fabián Federico Felipe Félix Fermín Fernando Fidel Francisco Gabriel
        Gerardo Germán Gonzalo Gorka Gregorio Guillermo Gustavo Héctor Hugo Ignacio Iker Íñigo Isaac
        Ismael Iván Jacobo Jaime Javier Jesús Joan Joaquín Jon Jordi Jorge José Josep Juan Juanjo
        Julián Julio Leandro Lorenzo Lucas Luis Manuel Marc Marcos Mariano Mario Martín Mateo
        Mauricio Miguel Mikel Moisés Nacho Nicolás Óscar Oriol Pablo Pascual Patricio Pau Pedro Pol
        Rafael Ramiro Ramón Raúl Ricardo Roberto Rodrigo Rubén Salvador Samuel Santiago Saúl
        Sebastián Sergio Simón Tomás Unai Vicente Víctor Xabier Xavier Yago
    """,
    "FI": """
        Aino Aleksandra Amanda Anette Anita Anja Anna Anne Anneli Anni Anniina Annika Annukka Anu
        Arja Auli Birgitta Eeva Eija Elina Elisa Elli Ella Emilia Emma Emmi Erika Essi Eveliina
        Hanna Hanne Heidi Heini Heli Helena Henna Hilkka Ida Iida Iina Ilona Inka Irene Irma Jaana
        Janika Janita Jasmin Jenna Jenni Johanna Jonna Julia Kaarina Kaija Kaisa Karoliina Kati
        Katariina Katja Katri Katriina Kirsi Kirsti Krista Kristiina Laura Lea Leena Liisa Lilja
        Linda Linnea Lotta Maarit Maija Mari Maria Marianne Marika Marja Marjo Marjut Merja Mervi
        Mia Miia Milla Minna Mira Mirja Mirva Nea Niina Nina Noora Olga Oona Outi Päivi Paula
        Pauliina Petra Pia Piia Pirjo Pinja Raija Reetta Riikka Riina Riitta Ritva Roosa Saana Saara
        Salla Sanna Sanni Sara Sari Satu Seija Senja Siiri Sini Sirpa Sofia Soile Sonja Suvi Susanna
        Taina Tanja Tarja Taru Tea Teija Terhi Tiia Tiina Tuija Tuula Tuuli Ulla Venla Vilma Virpi
        Viivi Veera Aarne Aki Aleksi Anssi Antero Antti Ari Arto Arttu Asko Atte Daniel Eero Eetu
        Elias Erik Erkki Esa Eemeli Hannu Harri Heikki Henri Henrik Henry Ilari Ilkka Ilmari Ismo
        Jaakko Jan Jani Janne Jari Jarkko Jarmo Jarno Jere Jesse Joel Johannes Joni Joona Joonas
        Jorma Jouko Jouni Juha Juhani Juho Jukka Juuso Jussi Jyrki Kai Kalle Kari Karri Keijo Kim
        Kimmo Kristian Lasse Lassi Lauri Leo Markku Marko Markus Martti Matias Matti Mauri Miika
        Mika Mikael Mikko Miro Mohamed Niilo Niklas Niko Oskari Olli Oliver Onni Ossi Otto Pasi
        Patrik Pekka Pentti Pertti Petri Petteri Rami Raimo Rasmus Riku Risto Robert Roope Sakari
        Sami Samu Samuel Samuli Santeri Sebastian Seppo Simo Tapani Tapio Teemu Tero Timo Toni Tomi
        Tommi Topi Tuomas Tuomo Tuukka Valtteri Veikko Veli Vesa Viljami Ville
    """,
    "FR": """
        Adèle Agathe Agnès Aïcha Alexandra Alice Alicia Aline Amandine Amélie Anaïs Angélique Anne
        Annie Anouk Ariane Astrid Aude Audrey Aurélie Aurore Barbara Béatrice Bénédicte Brigitte
        Camille Capucine Carine Carole Caroline Catherine Cécile Céline Chantal Charlène Charlotte
        Chloé Christelle Christine Claire Clara Clarisse Claudine Clémence Clémentine Coralie
        Corinne Delphine Diane Dominique Dorothée Édith Élisabeth Élise Élodie Éloïse Elsa Émeline
        Émilie Emma Emmanuelle Estelle Eva Évelyne Fabienne Fanny Farida Fatima Fatou Flavie Flora
        Florence Françoise Frédérique Gaëlle Gabrielle Géraldine Gwenaëlle Hélène Inès Ingrid Irène
        Isabelle Jacqueline Jeanne Jennifer Jessica Joëlle Johanna Joséphine Judith Julia Julie
        Juliette Justine Karima Karine Laetitia Laura Laure Laurence Laurie Léa Leïla Léna Lise
        Louise Lucie Lydia Lydie Maëlle Maëva Magali Malika Manon Margaux Margot Marianne Marie
        Marina Marine Marion Marlène Martine Maryline Mathilde Mélanie Michèle Mireille Morgane
        Muriel Myriam Nadège Nadia Nathalie Nicole Noémie Nora Océane Olivia Ophélie Pascale
        Patricia Pauline Perrine Priscilla Rachel Rachida Raphaëlle Rébecca Romane Roxane Sabine
        Sabrina Samia Samira Sandra Sandrine Sarah Séverine Sofia Solène Sonia Sophie Soraya
        Stéphanie Sylvie Tatiana Thérèse Valentine Valérie Vanessa Véronique Victoria Virginie
        Viviane Yasmine Zoé Adrien Ahmed Alain Alban Alexandre Alexis Amine André Anthony Antoine
        Antonin Arnaud Arthur Aurélien Axel Baptiste Bastien Benjamin Benoît Bernard Bertrand Boris
        Brahim Brice Bruno Cédric Charles Christian Christophe Claude Clément Corentin Cyril Cyrille
        Damien Daniel David Denis Didier Dimitri Dorian Édouard Emmanuel Éric Erwan Étienne Fabien
        Fabrice Farid Félix Florent Florian Franck François Frédéric Gabriel Gaël Gaëtan Gaspard
        Geoffrey Georges Gérald Gérard Gilles Grégoire Grégory Guillaume Guy Hassan Henri Hervé
        Hicham Hubert Hugo Hugues Ibrahim Ismaël Jacques Jean Jérémie Jérémy Jérôme Joël Johan
        Jonathan Jordan Joseph Jules Julien Karim Kevin Laurent Léo Loïc Luc Lucas Ludovic Maël
        Malik Marc Marcel Martin Mathias Mathieu Matthieu Maxence Maxime Mehdi Michaël Michel
        Mickaël Mohamed Mourad Nabil Nicolas Noël Olivier Pascal Patrice Patrick Paul Philippe
        Pierre Quentin Rachid Raphaël Régis Rémi Rémy Renaud Richard Robin Romain Romuald Sacha
        Samir Samuel Sébastien Serge Simon Stéphane Steven Sylvain Tanguy Théo Thibault Thibaut
        Thierry Thomas Timothée Tony Tristan Valentin Victor Vincent Xavier Yanis Yann Yannick
        Yassine Yoann Youssef Yves Yvan
    """,
    "GB": """
        Priya Aisha Fatima Nadia Sana Amina Rhiannon Eilidh Mairi Niamh Imogen Freya Poppy Imran
        Faisal Hamza Ravi Sanjay Arjun Rory Hamish Alasdair Angus Euan Ewan Fergus Owain Huw Aled
        Kwame
    """,
    "IE": """
        Aideen Ailbhe Ailish Aine Alannah Alice Amanda Amy Andrea Angela Anna Anne Annmarie
        Antoinette Aoife Aisling Barbara Bernadette Breda Bridget Bronagh Caitriona Caoimhe Carmel
        Caroline Catherine Ciara Claire Clodagh Colette Cora Dearbhla Deirdre Denise Dervla Eileen
        Eilis Eimear Elaine Elizabeth Ellen Emer Emma Emily Eithne Fidelma Finola Fiona Frances
        Geraldine Grace Grainne Hannah Hazel Helen Hilary Imelda Isabelle Jacinta Jackie Jane Janet
        Jean Jennifer Joan Joanne Julie Karen Kate Katie Keelin Kathleen Laura Lauren Leah Linda
        Lisa Lorraine Louise Lucy Mairead Mags Maeve Margaret Maria Marie Martina Mary Maura Maureen
        Megan Melissa Michelle Miriam Muireann Niamh Naoise Nicola Nicole Noreen Nollaig Nuala
        Oonagh Orla Orlaith Patricia Paula Pauline Rachel Rebecca Roisin Rosemary Ruth Sadhbh
        Saoirse Sandra Sara Sharon Shauna Sheila Sile Sinead Siobhan Sorcha Sonia Stephanie Susan
        Susanna Teresa Tara Therese Una Ursula Valerie Vanessa Yvonne Zoe Agnieszka Katarzyna Adam
        Aidan Alan Andrew Anthony Aodhan Barry Ben Bernard Brendan Brian Bryan Cathal Christopher
        Cian Ciaran Cillian Colin Colm Conall Conor Cormac Dara Daire Daniel Darragh Darren Dave
        David Declan Denis Dermot Desmond Diarmuid Donal Donnacha Dylan Eamon Eamonn Edward Emmet
        Enda Eoghan Eoin Eric Fergal Fergus Fiachra Fintan Finn Francis Frank Gareth Garrett Gary
        Gavin Gearoid George Gerard Glen Graham Greg Hugh Ian Jack James Jason Jim Joe John Jonathan
        Joseph Justin Karl Keith Ken Kenneth Kevin Kieran Killian Lee Leo Liam Lorcan Luke Malachy
        Manus Marcus Mark Martin Matthew Maurice Michael Micheal Mike Myles Neil Niall Nigel Noel
        Odhran Oisin Oliver Oran Owen Padraic Padraig Pat Patrick Paul Peadar Pearse Peter Philip
        Raymond Richard Robert Ronan Rory Ross Ruairi Ryan Sam Seamus Sean Senan Shane Shaun Simon
        Stephen Steven Stuart Tadhg Thomas Tiernan Tim Tom Tomas Tony Turlough Vincent William
        Tomasz Piotr
    """,
    "IN": """
        Aarti Aditi Aishwarya Akanksha Alka Amrita Ananya Anita Anjali Anju Ankita Anu Anuja Anupama
        Anuradha Anusha Aparna Archana Arpita Arti Asha Ashwini Avni Bhavana Bhavna Bindu Chetna
        Chitra Deepa Deepali Deepika Devika Dipti Divya Ekta Esha Farah Fatima Garima Gauri Gayatri
        Geeta Hema Indira Isha Ishita Jaya Jyoti Kajal Kalpana Kamala Kanchan Karishma Kavita Kavya
        Kiran Komal Kriti Lakshmi Lalita Lata Lavanya Leela Madhavi Madhu Malini Manisha Manju Mansi
        Meena Meenakshi Meera Megha Meghana Mitali Mona Monika Mukta Namrata Nandini Nandita Natasha
        Neelam Neeta Neha Nidhi Niharika Nikita Nisha Nita Padma Pallavi Parul Payal Pooja Poonam
        Prachi Pragati Pratibha Preeti Prerna Priya Priyanka Pushpa Rachna Radha Radhika Rani Rashmi
        Reena Rekha Renu Richa Ridhi Ritu Riya Roopa Ruchi Sadhana Sakshi Sana Sandhya Sangeeta
        Sanjana Sarika Sarita Savita Seema Shabnam Shalini Shanti Sharmila Shikha Shilpa Shivani
        Shraddha Shreya Shruti Shweta Simran Smita Smriti Sneha Sonal Sonali Sonia Srishti Sudha
        Sujata Suman Sunita Supriya Surbhi Sushma Swapna Swati Tanuja Tanvi Tara Trisha Uma Urmila
        Usha Vaishali Vandana Vani Varsha Vasudha Vidya Vijaya Vineeta Yamini Zainab Aakash Abhay
        Abhijit Abhinav Abhishek Aditya Ajay Ajit Akash Akhil Akshay Alok Aman Amar Amit Amol Anand
        Anil Anirudh Ankit Ankur Anoop Anuj Anupam Anurag Arjun Arnab Arun Arvind Ashish Ashok
        Ashwin Atul Avinash Balaji Bharat Bhaskar Brijesh Chetan Chirag Deepak Dev Devendra Dhruv
        Dilip Dinesh Farhan Ganesh Gaurav Gautam Girish Gopal Govind Harish Harsh Hemant Hitesh
        Imran Irfan Jai Jatin Jayant Jitendra Kamal Kapil Karan Karthik Kartik Kaushik Ketan Kishore
        Krishna Kunal Lalit Lokesh Madhav Mahesh Manish Manoj Mayank Milind Mohan Mohit Mohammed
        Mukesh Mukul Murali Nagesh Nakul Naresh Narendra Naveen Neeraj Nikhil Nilesh Nishant Nitin
        Omkar Pankaj Parth Pavan Piyush Pradeep Prakash Pramod Pranav Prasad Prashant Prateek
        Praveen Prem Puneet Rahul Raj Rajat Rajeev Rajendra Rajesh Rajiv Rakesh Ram Raman Ramesh
        Ranjit Ravi Ravindra Ritesh Rishi Rohan Rohit Sachin Sagar Sameer Sandeep Sanjay Sanjeev
        Santosh Sarthak Satish Saurabh Shailesh Shashank Shekhar Shiv Shyam Siddharth Srinivas
        Subhash Sudhir Sumit Sundar Sunil Suraj Suresh Sushil Swapnil Tarun Tejas Tushar Uday Umesh
        Utkarsh Vaibhav Varun Venkatesh Vijay Vikas Vikram Vinay Vineet Vinod Vipul Vishal Vivek
        Yash Yogesh Zubair
    """,
    "IT": """
        Adele Adriana Agata Agnese Alba Alessandra Alessia Alice Alina Amelia Angela Anita Anna
        Annalisa Annamaria Antonella Antonia Antonietta Arianna Asia Aurora Barbara Beatrice
        Benedetta Bianca Camilla Carla Carlotta Carmen Carola Carolina Caterina Cecilia Chiara
        Cinzia Clara Claudia Cristina Daniela Daria Debora Denise Diana Donatella Elena Eleonora
        Elisa Elisabetta Emanuela Emilia Emma Enrica Erica Erika Ester Eva Fabiana Fabiola Federica
        Filomena Fiorella Flavia Franca Francesca Gabriella Gaia Giada Gianna Ginevra Gioia Giorgia
        Giovanna Giulia Giuliana Giuseppina Gloria Grazia Graziella Greta Ilaria Ines Irene Isabella
        Katia Lara Laura Lavinia Letizia Licia Lidia Liliana Linda Lisa Livia Lorena Loredana
        Lorella Luana Lucia Luciana Lucrezia Ludovica Luisa Maddalena Manuela Mara Marcella
        Margherita Maria Mariangela Marianna Marica Marilena Marina Marisa Marta Martina Marzia
        Matilde Maura Melania Melissa Michela Milena Mirella Miriam Monica Monia Morena Nadia
        Natalia Nicoletta Nicole Nives Noemi Olga Olivia Ornella Paola Patrizia Pamela Piera
        Raffaella Rebecca Renata Rita Roberta Romina Rosa Rosalba Rosanna Rosaria Rossana Rossella
        Ruth Sabina Sabrina Samanta Samantha Sandra Sara Serena Silvana Silvia Simona Simonetta
        Sofia Sonia Stefania Stella Susanna Tamara Tania Tatiana Teresa Tiziana Valentina Valeria
        Vanessa Vera Veronica Viola Virginia Vittoria Viviana Alberto Aldo Alessandro Alessio
        Alfonso Alfredo Amedeo Andrea Angelo Antonello Antonino Antonio Armando Arturo Attilio
        Augusto Biagio Bruno Carlo Carmelo Carmine Cesare Christian Ciro Claudio Corrado Cosimo
        Cristian Cristiano Damiano Daniele Danilo Dario Davide Denis Diego Dino Domenico Donato
        Edoardo Elia Emanuele Emiliano Emilio Ennio Enrico Enzo Ermanno Ernesto Ettore Eugenio Ezio
        Fabio Fabrizio Fausto Federico Felice Ferdinando Filippo Flavio Francesco Franco Fulvio
        Gabriele Gaetano Gerardo Giacomo Giampaolo Giampiero Giancarlo Gianfranco Gianluca Gianluigi
        Gianmarco Gianni Gianpaolo Gino Giordano Giorgio Giovanni Giuliano Giulio Giuseppe Graziano
        Gregorio Guglielmo Guido Igor Ivan Ivano Jacopo Leonardo Lorenzo Loris Luca Luciano Lucio
        Luigi Manuel Marcello Marco Mariano Mario Massimiliano Massimo Matteo Mattia Maurizio Mauro
        Michelangelo Michele Mirco Mirko Moreno Natale Nazario Nicola Nicolò Oscar Osvaldo Ottavio
        Paolo Pasquale Patrizio Pierluigi Piero Pierpaolo Pietro Raffaele Raffaello Raul Renato
        Renzo Riccardo Roberto Rocco Rodolfo Romano Rosario Ruggero Salvatore Samuele Sandro Santo
        Saverio Sebastiano Sergio Silvano Silvio Simone Stefano Thomas Tiziano Tommaso Ugo Umberto
        Valentino Valerio Vincenzo Vito Vittorio Walter
    """,
    "JP": """
        Aiko Akari Akemi Aki Akiko Anna Asami Asuka Atsuko Aya Ayaka Ayako Ayano Ayumi Azusa Chiaki
        Chie Chieko Chihiro Chika Chikako Chinatsu Chisato Eiko Emi Emiko Eri Erika Fumiko Hana
        Haruka Haruko Harumi Haruna Hideko Hikari Hiroko Hiromi Hisako Hitomi Izumi Junko Kana Kanae
        Kanako Kaori Kaoru Karin Kasumi Kayoko Kazue Kazuko Kazumi Keiko Kiyomi Kumi Kumiko Kyoko
        Madoka Mai Maiko Maki Makiko Mami Mao Mariko Marina Masako Masami Mayu Mayuko Mayumi Megumi
        Michiko Midori Mieko Miho Mihoko Mika Mikako Miki Mikiko Minako Minami Mio Misaki Misato
        Miwa Miyako Miyu Miyuki Mizuki Moe Momoka Momoko Nami Nanako Nanami Nao Naoko Naomi Natsuki
        Natsuko Natsumi Noriko Nozomi Rei Reiko Reina Rieko Rika Rina Risa Rumi Ryoko Sachiko Sakura
        Saki Saori Satoko Satomi Satsuki Sawako Sayaka Sayuri Seiko Setsuko Shiho Shiori Shizuka
        Shoko Sumiko Takako Tomoka Tomoko Tomomi Tsukasa Yasuko Yayoi Yoko Yoshie Yoshiko Yui Yuka
        Yukari Yukiko Yuki Yuko Yumi Yumiko Yuri Yuriko Akihiro Akinori Akio Akira Atsushi Daichi
        Daiki Daisuke Eiji Fumihiro Fumio Go Hajime Haruki Haruto Hayato Hideaki Hidehiko Hideki
        Hideo Hideyuki Hikaru Hiroaki Hirofumi Hiroki Hiroshi Hiroto Hiroya Hiroyuki Hisashi Hitoshi
        Isao Jun Junichi Junji Junpei Junya Kai Katsuya Kazuaki Kazuhiko Kazuhiro Kazuki Kazuo
        Kazuya Kazuyuki Kei Keigo Keiichi Keisuke Keita Ken Kengo Kenichi Kenji Kensuke Kenta
        Kentaro Kiyoshi Kohei Koichi Koji Koki Kosuke Kota Kotaro Kyosuke Makoto Manabu Masaaki
        Masahiko Masahiro Masaki Masanori Masao Masashi Masato Masaya Masayoshi Masayuki Minoru
        Mitsuo Mitsuru Motoki Naoki Naoto Naoya Nobuaki Nobuhiro Nobuo Nobuyuki Norio Osamu Reiji
        Ren Riku Ryo Ryohei Ryoichi Ryoji Ryosuke Ryota Ryotaro Ryuichi Ryuji Satoru Satoshi Seiichi
        Seiji Shigeki Shigeru Shin Shingo Shinichi Shinji Shinya Shintaro Sho Shogo Shohei Shoichi
        Shoji Shota Shuhei Shuichi Shuji Shun Shunsuke Shunya Sora Sosuke Sota Sotaro Susumu Tadashi
        Taichi Taiki Takahiro Takaki Takao Takashi Takayuki Takehiko Takehiro Takeo Takeru Takeshi
        Takuma Takumi Takuro Takuya Taro Tatsuya Tetsuo Tetsuya Tomohiko Tomohiro Tomoki Tomoya Toru
        Toshiaki Toshihiro Toshiki Toshio Toshiyuki Tsubasa Tsuyoshi Wataru Yasuhiro Yasuo Yasushi
        Yasuyuki Yoichi Yosuke Yoshiaki Yoshihiro Yoshiki Yoshinori Yoshio Yoshiyuki Yuji Yuma
        Yusuke Yuta Yutaka Yuto Yuya
    """,
    "MX": """
        Adriana Alejandra Alicia Alma Amanda Ana Andrea Angélica Araceli Ariadna Aurora Azucena
        Beatriz Berenice Bertha Blanca Brenda Carla Carmen Carolina Cecilia Celia Claudia Cristina
        Cynthia Dalia Daniela Delia Denisse Diana Dulce Edith Elena Elizabeth Elsa Elvia Erika
        Esmeralda Esperanza Estefanía Esther Evelyn Fabiola Fátima Fernanda Flor Gabriela Georgina
        Gloria Graciela Griselda Guadalupe Hilda Ileana Inés Irene Irma Isabel Itzel Ivonne
        Jacqueline Janet Jazmín Jessica Jimena Josefina Juana Judith Julia Karen Karina Karla Laura
        Leslie Leticia Lidia Liliana Lizbeth Lorena Lourdes Lucero Lucía Luisa Luz Magdalena Marcela
        Margarita María Mariana Maribel Marisela Marisol Marlene Martha Mayra Mercedes Mireya Miriam
        Mónica Montserrat Nadia Nancy Natalia Nayeli Nora Norma Ofelia Olga Olivia Paloma Paola
        Patricia Paulina Perla Pilar Rebeca Regina Renata Rocío Rosa Rosalba Rosario Ruth Sandra
        Sara Silvia Sofía Sonia Susana Tania Teresa Valeria Vanessa Verónica Victoria Viridiana
        Virginia Ximena Xóchitl Yadira Yazmín Yesenia Yolanda Zaira Abel Abraham Adán Adolfo Adrián
        Agustín Alan Alberto Aldo Alejandro Alexis Alfonso Alfredo Álvaro Andrés Ángel Antonio Ariel
        Armando Arturo Axel Benito Benjamín Bernardo Bruno Camilo Carlos César Christian Christopher
        Daniel Dante Darío David Diego Edgar Édgar Edmundo Eduardo Efraín Elías Emiliano Emilio
        Emmanuel Enrique Erick Ernesto Esteban Eugenio Ezequiel Fabián Federico Felipe Félix
        Fernando Fidel Francisco Gabriel Gerardo Germán Gilberto Gonzalo Gregorio Guillermo Gustavo
        Héctor Hernán Homero Horacio Hugo Humberto Ignacio Isaac Ismael Israel Iván Jaime Javier
        Jesús Joaquín Joel Jonathan Jorge José Josué Juan Julián Julio Kevin Leonardo Leonel Lorenzo
        Luis Manuel Marcelo Marco Marcos Mario Martín Mateo Mauricio Mauro Maximiliano Miguel Moisés
        Nicolás Noé Octavio Omar Óscar Pablo Pedro Rafael Ramiro Ramón Raúl René Ricardo Roberto
        Rodolfo Rodrigo Rogelio Rolando Rubén Salvador Samuel Santiago Saúl Sebastián Sergio Tomás
        Ulises Uriel Vicente Víctor Vladimir
    """,
    "NL": """
        Amber Amira Andrea Angelique Anita Anja Anke Anne Anneke Annelies Annemarie Annemiek Annet
        Annette Anouk Astrid Aylin Bianca Brenda Brigitte Carla Carlijn Carolien Caroline Charlotte
        Christel Christine Cindy Claudia Daniëlle Daphne Deborah Denise Diana Dorien Doutzé Elise
        Ellen Els Emma Esmee Esther Eva Evelien Fatima Femke Fenna Fleur Floor Gerda Hanna Hanneke
        Hannah Heleen Hester Hilde Ilona Ilse Imke Ineke Inge Ingrid Irene Iris Isabel Jacqueline
        Janneke Janine Jasmijn Jeanette Jennifer Jessica Jolanda Jolien Joyce Judith Julia Juliette
        Karen Karin Karlijn Kelly Kim Kitty Laura Leonie Lianne Lieke Liesbeth Lilian Linda Linde
        Lisa Lisanne Lisette Loes Lotte Maaike Maartje Mandy Manon Margot Margriet Maria Marieke
        Mariëlle Marijke Mariska Marit Marjolein Marleen Marloes Martine Melanie Merel Mieke Mirjam
        Miranda Mireille Monique Nadia Naima Nancy Natasja Nathalie Nicole Nienke Nina Noor Paula
        Patricia Petra Pauline Renske Rianne Roos Rosa Rosanne Sabine Samira Sandra Sanne Sara
        Saskia Simone Sofie Sonja Sophie Stefanie Suzanne Sylvia Tamara Tessa Tineke Vera Wendy
        Wilma Yasmine Yvette Yvonne Abdel Adriaan Ahmed Albert Alex Alexander André Anton Arie Arjan
        Arjen Arnoud Arno Arthur Bart Bas Bastiaan Ben Benjamin Bert Bob Bram Casper Chris
        Christiaan Daan Daniël Danny Dave David Dennis Dick Diederik Dirk Edwin Eelco Emiel Eric
        Erik Erwin Fabian Floris Frank Frans Fred Frits Geert Gerard Gerrit Gert Gijs Guido Guus
        Hans Harry Hendrik Henk Herman Hidde Hugo Ibrahim Ivo Jacco Jacob Jan Jasper Jelle Jeffrey
        Jeroen Jesse Job Jochem Joep Johan Johannes Jonathan Joost Joris Jos Julian Jurgen Karel
        Kees Kevin Klaas Koen Lars Laurens Leo Leon Lex Luc Lucas Luuk Maarten Marc Marcel Marco
        Marijn Mario Mark Martijn Martin Matthijs Maurice Maurits Max Mehmet Menno Michael Michel
        Michiel Mike Milan Mohamed Mohammed Mustafa Nick Nico Niek Niels Olaf Oscar Pascal Patrick
        Paul Peter Philip Piet Pieter Pim Quinten Ralph Ramon Raymond Remco René Rens Richard Rick
        Rik Rob Robbert Robert Robin Roel Roland Ron Ronald Roy Ruben Ruud Sander Sebastiaan Simon
        Sjoerd Stefan Stephan Steven Stijn Sven Teun Theo Thijs Thomas Tim Timo Tobias Tom Ton
        Tristan Twan Victor Vincent Willem Wim Wouter Youssef Yusuf
    """,
    "NO": """
        Agnes Aina Aisha Amalie Amanda Andrine Ane Ann Annika Anniken Ane Anja Aslaug Birgitte Bodil
        Brit Charlotte Christin Christina Christine Connie Elena Elise Ellinor Embla Fatima Frida
        Frøydis Grete Guro Gøril Hedda Hedvig Helga Henriette Hildegunn Iben Ina Ine Ingvild Ingunn
        Jannicke Jeanette Jorid Julia Kaja Kamilla Karina Katarina Katrine Kine Kristina Lena Lill
        Lisa Live Lisbeth Lotte Louise Maja Maiken Margrethe Marta Mathilde May Merete Merethe Mia
        Miriam Natalie Oda Olaug Oline Pernille Pia Rebekka Rikke Runa Sandra Selma Signe Silja
        Sofia Sunniva Susanne Tiril Therese Tina Tiril Tuva Ulrikke Veronica Vibeke Victoria Vigdis
        Viktoria Wibeke Ylva Aksel Aleksander Ali Amund Anton Are Arnt Asgeir Aslak Audun Benjamin
        Bård Birger Brage Bjarne Christer Christoffer Dagfinn Didrik Edvard Eilert Elias Emilian
        Endre Erlend Even Eystein Filip Fred Fridtjof Gard Gaute Gisle Gjermund Glenn Gorm Gustav
        Halvor Hallvard Hassan Henning Herman Inge Ingvar Iver Jakob Jarle Jesper Johnny Jo Joar
        Jostein Julian Kaare Kai Kasper Ketil Kolbjørn Kurt Lasse Lennart Ludvig Mats Mikael Mikkel
        Mohamed Njål Nikolai Njaal Oddvar Oliver Oscar Oskar Patrick Peder Peter Philip Preben
        Ragnar Rasmus Reidar Roald Ronny Ruben Runar Samuel Sigmund Sigve Sivert Snorre Sondre
        Steffen Stefan Svenn Sven Tarjei Theodor Tormod Torgeir Torstein Trygve Tor Ulrik Viktor
        William Yngve Øivind Ørjan Åge Åsmund
    """,
    "NZ": """
        Aroha Anahera Hinewai Kiri Mereana Ngaire Marama Moana Tui Maia Rangi Wiremu Tane Hemi
        Rawiri Tama Nikau Hone Matiu Sione Tevita Sina Priya Mei Raj Wei
    """,
    "PL": """
        Ada Adrianna Agata Agnieszka Aleksandra Alicja Alina Amelia Anastazja Aneta Angelika Anita
        Anna Antonina Barbara Beata Bernadeta Blanka Bogumiła Bogusława Bożena Celina Cecylia
        Dagmara Danuta Daria Diana Dominika Dorota Edyta Eliza Elwira Elżbieta Emilia Ewa Ewelina
        Gabriela Grażyna Halina Hanna Helena Honorata Ilona Inga Irena Iwona Iza Izabela Jadwiga
        Jagoda Janina Joanna Jolanta Judyta Julia Julita Justyna Kamila Karina Karolina Katarzyna
        Kaja Kinga Klaudia Kornelia Krystyna Laura Lena Lidia Liliana Lucyna Luiza Magda Magdalena
        Maja Małgorzata Malwina Marcelina Maria Mariola Marianna Marlena Marta Martyna Maryla
        Marzena Matylda Michalina Milena Mirosława Monika Nadia Natalia Natasza Nikola Nina Olga
        Oliwia Ola Patrycja Paula Paulina Pola Regina Renata Roksana Róża Rozalia Sabina Sandra Sara
        Stanisława Sylwia Teresa Tamara Urszula Wanda Weronika Wiktoria Wioletta Wiesława Zofia
        Zuzanna Żaneta Adam Adrian Albert Alan Aleksander Andrzej Antoni Arkadiusz Artur Bartłomiej
        Bartosz Błażej Bogdan Bogusław Borys Bruno Cezary Cyprian Czesław Damian Daniel Dariusz
        Dawid Dominik Emil Eryk Fabian Filip Franciszek Fryderyk Gabriel Grzegorz Gustaw Henryk
        Hubert Ignacy Igor Ireneusz Jacek Jakub Jan Janusz Jarosław Jerzy Jędrzej Józef Julian
        Juliusz Kacper Kajetan Kamil Karol Kazimierz Konrad Kornel Krystian Krzysztof Ksawery Lech
        Leon Leszek Łukasz Maciej Maksymilian Marcel Marcin Marek Marian Mariusz Mateusz Michał
        Mieczysław Mikołaj Miłosz Miron Mirosław Nikodem Norbert Olaf Olgierd Oskar Patryk Paweł
        Piotr Przemysław Radosław Rafał Remigiusz Robert Roman Ryszard Sebastian Seweryn Sławomir
        Stanisław Stefan Sylwester Szymon Tadeusz Tobiasz Tomasz Tymon Tymoteusz Wacław Waldemar
        Wiesław Wiktor Witold Władysław Włodzimierz Wojciech Zbigniew Zdzisław Zenon Ziemowit
        Zygmunt
    """,
    "PT": """
        Adriana Alexandra Alice Amélia Ana Anabela Andreia Ângela Anita Antónia Ariana Bárbara
        Beatriz Benedita Bianca Bruna Camila Carina Carla Carlota Carolina Catarina Cátia Cecília
        Célia Clara Cláudia Conceição Constança Cristiana Cristina Dália Daniela Débora Diana Dina
        Dulce Eduarda Elisa Elisabete Elsa Emília Érica Ester Eugénia Eva Fabiana Fátima Fernanda
        Filipa Filomena Flávia Florbela Francisca Gabriela Glória Graça Helena Inês Irene Íris
        Isabel Ivone Jéssica Joana Judite Júlia Juliana Laura Lara Leonor Letícia Lia Lídia Lígia
        Liliana Lina Lúcia Luciana Lucinda Luísa Lurdes Madalena Mafalda Manuela Mara Márcia
        Margarida Maria Mariana Marina Marisa Marlene Marta Matilde Melissa Mercedes Mónica Mónia
        Nádia Natália Natércia Nídia Noémia Núria Olga Olívia Palmira Patrícia Paula Piedade Raquel
        Rafaela Renata Rita Rosa Rosália Rosário Rute Sabrina Salomé Sandra Sara Sílvia Simone Sofia
        Solange Sónia Soraia Susana Tânia Tatiana Telma Teresa Vanda Vanessa Vânia Vera Verónica
        Virgínia Vitória Zélia Abel Abílio Adelino Adérito Adriano Afonso Alberto Alexandre Alfredo
        Álvaro Américo Amílcar André Ângelo Aníbal António Armando Artur Augusto Aurélio Baltazar
        Belmiro Bernardo Bruno Caetano Carlos César Cláudio Cristiano Cristóvão Custódio Daniel
        Dário David Delfim Dinis Diogo Domingos Duarte Edgar Edmundo Eduardo Elias Élio Emanuel
        Emídio Ernesto Eurico Fábio Feliciano Félix Fernando Filipe Firmino Flávio Francisco
        Frederico Gabriel Gaspar Gil Gilberto Gonçalo Guilherme Gustavo Hélder Hélio Henrique
        Hernâni Horácio Hugo Humberto Igor Ivo Jaime Jacinto Januário João Joaquim Joel Jorge José
        Júlio Leandro Leonardo Leonel Lourenço Lucas Luciano Lúcio Luís Manuel Marcelo Márcio Marco
        Marcos Mário Martim Mateus Maurício Mauro Micael Miguel Moisés Nelson Norberto Nuno Octávio
        Orlando Óscar Patrício Paulo Pedro Rafael Ramiro Raul Renato Ricardo Roberto Rodrigo Rogério
        Romeu Ruben Rui Salvador Samuel Sandro Santiago Sebastião Sérgio Silvino Simão Telmo Teodoro
        Tiago Tomás Tomé Valdemar Valter Vasco Vicente Victor Vítor Xavier Zacarias
    """,
    "SE": """
        Agneta Agnes Alexandra Alice Alma Amanda Amelia Amina Anette Angelica Anita Anja Anna Anneli
        Annelie Annette Annika Astrid Åsa Beatrice Berit Birgitta Britt Camilla Carina Carolina
        Caroline Catarina Cecilia Charlotta Charlotte Christina Clara Cornelia Daniella Diana Ebba
        Elin Elina Elinor Elisabeth Elise Ella Ellen Ellinor Elsa Elvira Emelie Emilia Emma Erica
        Erika Ester Eva Evelina Fanny Fatima Felicia Filippa Frida Gabriella Gunilla Hanna Heidi
        Helen Helena Helene Ida Inger Ingrid Irene Isabella Isabelle Jasmine Jeanette Jennifer Jenny
        Jessica Joanna Johanna Josefin Josefine Julia Kajsa Karin Karolina Katarina Kerstin Klara
        Kristin Kristina Laila Leila Lena Lina Linda Linn Linnea Lisa Lisbeth Louise Lovisa
        Madeleine Magdalena Maja Malin Margareta Maria Marianne Marie Marika Marina Martina Matilda
        Maud Mia Mikaela Minna Moa Mona Monica Monika Nadia Natalie Nathalie Nellie Nina Nora Olivia
        Pauline Pernilla Petra Pia Rebecca Rebecka Sabina Samira Sandra Sanna Sara Signe Siri Sofia
        Sofie Sonja Stella Stina Susanna Susanne Terese Therese Tina Tove Tuva Ulla Ulrika Vanessa
        Vera Veronica Victoria Viktoria Viveka Wilma Ylva Yvonne Zahra Abdi Adam Adrian Ahmed Albin
        Alexander Alfred Ali Amir Anders Andreas André Anton Arvid Axel Bengt Benjamin Bertil Björn
        Bo Börje Carl Casper Christer Christian Christoffer Christopher Claes Dan Daniel David
        Dennis Edvin Elias Elliot Emanuel Emil Eric Erik Fabian Felix Filip Fredrik Gabriel Georg
        Göran Gösta Gunnar Gustaf Gustav Håkan Hampus Hans Harald Hassan Henrik Herman Hugo Ibrahim
        Ingemar Isac Isak Ivan Ivar Jacob Jakob Jan Jerry Jesper Jim Joacim Joakim Joel Johan
        Johannes John Johnny Jon Jonas Jonatan Jonathan Jörgen Josef Kalle Karl Kenneth Kent Kevin
        Kim Kjell Klas Krister Kristian Kristoffer Kurt Lars Lasse Leif Lennart Leo Liam Linus Lucas
        Ludvig Lukas Magnus Malte Marcus Markus Martin Mathias Mats Mattias Max Melvin Michael
        Mikael Milad Mohamed Mohammed Morgan Nicklas Niclas Niklas Nils Noah Olle Olof Ola Oliver
        Omar Oscar Oskar Otto Ove Pär Patrik Per Peter Petter Philip Pierre Pontus Rasmus Rickard
        Rikard Robert Robin Roger Roland Rolf Samuel Sebastian Simon Staffan Stefan Sten Stig Svante
        Sven Theo Theodor Thomas Tim Tobias Tom Tomas Tommy Tony Torbjörn Tore Torsten Ulf Urban
        Valter Victor Vidar Viggo Viktor Vilhelm Vincent Wilhelm William
    """,
    "US": """
        Priya Mei Aisha Latisha Guadalupe Rosa Xiomara Anjali Linh Raj Arjun Wei Minh Kwame Darnell
        Rashad
    """,
}

# ---------------------------------------------------------------------------
# Last names written by hand (where Faker's list is short or odd)
# ---------------------------------------------------------------------------

LAST_NAMES: dict[str, str] = {
    "AT": """
        Gruber Huber Bauer Wagner Müller Pichler Steiner Moser Mayer Hofer Leitner Berger Fuchs Eder
        Fischer Schmid Winkler Weber Schwarz Maier Schneider Reiter Mayr Schmidt Wimmer Egger
        Brunner Lang Baumgartner Auer Binder Lechner Wolf Wallner Aigner Ebner Koller Lehner Haas
        Schuster Graf Holzer Haider Winter Strasser Lackner Wieser Koch Weiss Stadler Böhm Krenn
        Kaiser Kaufmann Maurer Bichler Seidl Schwaiger Riegler Hauser Thaler Hofbauer Mair Karner
        Klein Zauner Bruckner Resch Wagner Steininger Kern Fink Haslinger Pölzl Brandl Trattner
        Novak Horvath Kovacs Svoboda Prohaska Jovanovic Yilmaz Petrovic
    """,
    "AU": """
        Nguyen Tran Pham Chen Wang Zhang Lin Singh Sharma Gill McDonald Kelly Ryan O'Brien McKenzie
        O'Connor Papadopoulos Georgiou Nicolaou Rossi Russo Romano Moretti Kovac Novak Petrovic
        Hansen Fraser Donnelly Macpherson Sinclair Buchanan Callaghan Hennessy Fitzpatrick McGrath
        McMahon Gleeson Maloney Rafferty Dwyer Crowe Lockwood Pemberton Langley Hadley Mercer
        Fenwick Beaumont Ashworth
    """,
    "BE": """
        Peeters Janssens Willems Vandeweyer Vangeel Verhaert Vervloet Lauwaert
    """,
    "BR": """
        Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro
        Martins Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade
        Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves Santana Teixeira Araújo
        Pinto Cavalcanti Cavalcante Correia Castro Campos Moura Farias Monteiro Melo Batista Reis
        Duarte Borges Barros Medeiros Azevedo Miranda Guimarães Macedo Brito Cunha Moraes Morais
        Tavares Xavier Pires Coelho Siqueira Fonseca Leite Amaral Nogueira Aguiar Sampaio Bezerra
        Bastos Braga Bueno Cabral Caldas Camargo Carneiro Chaves Cordeiro Coutinho Couto Cruz
        Domingues Dutra Esteves Figueiredo Figueira Fontes Franco Furtado Galvão Garcia Godoy
        Gouveia Guedes Guerra Henriques Jardim Lacerda Lemos Lessa Linhares Lira Lobo Macena
        Magalhães Maia Malta Marinho Mattos Meireles Mello Menezes Mesquita Mota Motta Muniz Neves
        Novaes Pacheco Padilha Paiva Paixão Palhares Passos Peixoto Pessoa Pimenta Pimentel Pinheiro
        Pontes Portela Prado Queiroz Quintana Rangel Rezende Resende Rios Rosa Sá Saldanha Sales
        Salgado Sarmento Seabra Serra Severo Silveira Simões Siqueira Tavora Toledo Torres Trindade
        Valadares Valente Vargas Vasconcelos Vaz Veiga Veloso Ventura Viana Vidal Vilela Zanetti
        Zanella Bianchi Bertolini Bortolini Colombo Conti Fabris Ferrari Ferraz Fontana Galli
        Gasparini Giordano Lombardi Longo Mancini Marchetti Marini Martini Mazza Moretti Pellegrini
        Pozzi Ricci Rizzo Romano Rossi Russo Sartori Tonelli Trevisan Valentini Zanin Becker Fischer
        Hoffmann Klein Krause Kuhn Lang Meyer Müller Schmidt Schneider Schwarz Wagner Weber Werner
        Nakamura Tanaka Sato Yamamoto Watanabe Kobayashi Ito Takahashi Matsumoto Abreu Albuquerque
        Amorim Antunes Aragão Arantes Assis Assunção Barreto Barroso Bittencourt Brandão Caetano
        Caldeira Castilho Cerqueira Conceição Cavalheiro Damasceno Dantas Diniz Evangelista Falcão
        Feitosa Fagundes Faria Fialho Flores Fraga França Frota Garrido Gaspar Goulart Gusmão
        Holanda Jesus Jorge Leal Leão Liberato Lins Loureiro Luz Madeira Maciel Mariano Maranhão
        Maurício Mendonça Mourão Nobre Noronha Parente Pedrosa Penha Peres Prates Quadros Rabelo
        Raposo Rolim Rufino Salles Sena Serpa Soeiro Sobral Sodré Tenório Teles Uchôa Valença Varela
        Vilar Vilas Zago
    """,
    "CA": """
        Tremblay Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin Gagné Ouellet Pelletier
        Bélanger Lévesque Bergeron Leblanc Paquette Girard Simard Boucher Caron Beaulieu Cloutier
        Dubé Poirier Fournier Lapointe Leclerc Lefebvre Poulin Thibault Nadeau Michaud Martel Landry
        Desjardins Deschamps Lemieux Gosselin Charron Beaudoin Bernier Chartrand Séguin Rousseau
        Wong Chan Chen Li Lam Leung Cheung Ng Wang Zhang Liu Huang Lin Nguyen Tran Pham Singh Kaur
        Gill Dhillon Sidhu Grewal Sandhu Sharma Patel Malik Ahmed Hussain Rahman Santos Cruz Reyes
        Silva Costa Friesen Penner Dyck Wiebe Klassen Kowalchuk Shevchenko Kowalski Nowak Petrenko
        Melnyk Boyko Schmidt Schultz Becker Weber Hoffman Peterson Larsen Olson MacDonald MacLeod
        MacKenzie MacKinnon MacLean McDonald McKay McLean McPherson Sinclair Fraser Campbell Cameron
    """,
    "CH": """
        Aebischer Aeschlimann Affolter Aeberhard Bänziger Bär Baumberger Bergmann Berchtold Bigler
        Bischof Bösch Brändle Brändli Bruderer Brügger Büchler Bürgi Caflisch Caprez Casutt Christen
        Cavelti Deflorin Dietrich Diethelm Dubach Ehrensperger Eberle Egloff Elmer Engler Etter
        Fässler Feller Flury Frauchiger Freiburghaus Gähwiler Gamper Gantenbein Ganz Gerster Gisler
        Glaus Grünenfelder Gubler Güntert Gutknecht Gygax Häberli Hadorn Hänni Heiniger Heer Hefti
        Heim Hirschi Hochstrasser Hösli Huwyler Imboden Ingold Inauen Jaggi Jakob Jordi Kappeler
        Kaeser Kläy Knöpfel Kobel Kradolfer Krähenbühl Krummenacher Kummer Künzli Kunz Landolt
        Leuenberger Leuthold Liechti Lötscher Ludwig Luginbühl Mathys Mätzler Merki Meierhans
        Messerli Mosimann Muff Murer Nägeli Niederberger Niederer Nussbaumer Oberholzer Odermatt
        Oertle Pfenninger Pfyl Räber Ramseier Reichmuth Reinhard Rechsteiner Rickenbacher Riesen
        Riniker Röösli Rohner Rohrer Rölli Rothenbühler Rubin Ruckstuhl Rüfenacht Rütimann Ryser
        Salzmann Santschi Schaffner Schelling Scherer Schibli Schilling Schläpfer Schlumpf Schmidlin
        Schönenberger Schütz Schwander Schwendimann Seeholzer Seger Siegenthaler Sonderegger Späti
        Sprecher Sprenger Städeli Stähli Stampfli Steinegger Stirnimann Stöckli Strebel Streit
        Stüssi Theiler Thalmann Trachsel Truninger Tschudi Ulrich Urech Vetsch Vögeli Vögtli Wäfler
        Waldvogel Wälti Wanner Weibel Welti Wicki Wiederkehr Wiget Winiger Wiss Wittwer
        Wolfensberger Würsch Zaugg Zemp Zeller Zellweger Zgraggen Zihlmann Zobrist Zuber Zumbühl
        Zurbuchen Zwahlen Zwicky Bernasconi Bianchi Crivelli Rossi Galli Cavelti Favre Rochat Blanc
        Monnier Chappuis Pittet Perrin Kovacevic Petrovic Yilmaz
    """,
    "DE": """
        Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch
        Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann
        Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König
        Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel
        Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht
        Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Sommer
        Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl
        Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Ernst Hübner Kramer
        Lindner Hansen Petersen Jansen Paul Thiel Lenz Schwab Nowak Hermann Barth Kuhlmann Peter
        Riedel Ritter Stahl Ullrich Ulrich Zander Seifert Ebert Ott Kunz Beyer Heinz Wendt Bender
        Gärtner Adam Marx Hein Kurz Moser Grimm Haase Hauser Schindler Urban Steiner Förster Fritz
        Fiedler Frey Götz Hesse Kern Kirchner Kluge Kowalski Bach Bachmann Reinhardt Beckmann Noack
        Kopp Janßen Bock Benz Bauer Baier Blum Böttcher Brinkmann Buchholz Burger Bremer Brückner
        Conrad Christ Decker Dahlmann Deppe Dittrich Döring Dreyer Eckert Ehlers Ehrhardt Eichhorn
        Esser Fink Forster Fröhlich Funk Gebhardt Geiger Geisler Gerlach Gottschalk Grabowski
        Greiner Gruber Haag Hafner Hamann Hammer Hartung Hecht Heck Heine Heller Henning Hentschel
        Herbst Herold Herzog Heuer Heß Hildebrandt Hiller Hinz Hirsch Hohmann Holz Hoppe Hummel
        Jacob Jacobs Jahn Janke John Jost Junker Kaufmann Kessler Keßler Kiefer Kirsch Klaus Klose
        Klotz Knoll Köster Kohl Konrad Körner Krebs Kretschmer Kröger Krug Kruse Kunze Langer Lauer
        Lechner Lemke Link Löffler Lohmann Lutz Mann Marquardt Mai Menzel Metz Metzger Michel Miller
        Mohr Moritz Münch Naumann Neubauer Neubert Niemann Nickel Opitz Oswald Pape Paulus Petri
        Philipp Pieper Preuß Probst Raabe Rademacher Rausch Rau Reimann Reimer Reinhold Reuter
        Renner Riedl Rieger Röder Römer Rose Rösch Roos Rudolph Ruppert Runge Sander Schade Schaller
        Scharf Scherer Schilling Schenk Schiller Schlegel Schlüter Schlosser Schramm Schott
        Schönfeld Schreiner Schütte Schütz Schwarze Siebert Siegel Singer Späth Sperling Stark
        Steffen Steffens Steinmetz Stephan Stock Stolz Strauß Strobel Sturm Thiele Thielemann Timm
        Trautmann Unger Vetter Völker Voß Wagener Walther Weigel Weidner Weis Weise Wegner Wegener
        Wenzel Westphal Wiese Wieland Wild Wilhelm Will Wilke Witt Wirth Witte Wittmann Wulf
        Wunderlich Yildiz Yilmaz Kaya Demir Öztürk Celik Zeller Zimmer Zink Kaminski Schiffer Lübke
        Harms Behrens Behrendt Carstens Gerdes Onken Ahrens Thomsen Jessen Clausen Paulsen Sievers
        Meinhardt Hagemann Hagedorn Stadler
    """,
    "DK": """
        Nygaard Nygård Kjærgaard Bjerregaard Damgaard Dalgaard Bisgaard Lindgaard Ladegaard Søgaard
        Skovgaard Abildgaard Kirkegaard Stougaard Hedegaard Højgaard Elkjær Lykke Mørk Møgelvang
        Munk Munch Storm Bang Bak Bendtsen Bentsen Berthelsen Birk Bjerre Bjørn Boisen Bonde
        Bonnesen Borg Brink Brogaard Bro Brodersen Brøndum Buch Buhl Bundgaard Bjerg Busk Byrgesen
        Børgesen Claussen Dalsgaard Degn Eskildsen Ebbesen Eg Eggert Egelund Enevoldsen Erichsen
        Esbensen Fabricius Falk Fischer Foged Fog Frederiksen Frost Fuglsang Gade Geertsen Gertsen
        Graversen Greve Grøn Grønbæk Gram Gravesen Hald Hald Hammer Harboe Hass Hede Hein Hemmingsen
        Hjorth Hoffmann Holmgaard Holmberg Honoré Hougaard Hove Hvid Hviid Høeg Høj Høyer Ibsen
        Ipsen Isaksen Jacobi Jansen Juel Juhl Juul Junker Just Kaas Kaspersen Kirk Kjeldgaard Klit
        Kofoed Koldby Konge Korsgaard Kragh Krag Krarup Krause Kruse Kusk Kyed Lange Lang Laugesen
        Leth Lindberg Lindhardt Linnet Lomholt Lorentzen Ludvigsen Lunding Lyngsø Løvgren Lyng
        Lysgaard Markussen Martinsen Marcussen Matthiesen Meyer Michaelsen Mikkelsen Mose Monrad
        Müller Mølgaard Nedergaard Nicolaisen Nordentoft Nyborg Nymann Nørby Odgaard Olsson Ottesen
        Ottosen Paaske Pallesen Pape Petri Pihl Pilgaard Post Prip Quist Rask Rahbek Ravnsborg Riis
        Riber Rosendal Rosenberg Rohde Ruby Sander Schack Schiøtt Schjødt Schmidt Schrøder Schøler
        Sejersen Severinsen Sloth Smed Smidt Sommer Sonne Stage Stampe Steen Steenberg Storgaard
        Strand Svane Svenningsen Søby Tang Thorup Tønnesen Thestrup Toft Tranberg Truelsen
        Therkildsen Theilgaard Thuesen Trolle Uldall Vad Vang Vedel Vinther Vilhelmsen Villadsen
        Villumsen Vind Vistisen Voss Wagner Wind Winkel Wulff Westergaard Zacho Aagaard Aaen Østerby
        Ahmed Ali Hassan Nguyen Yilmaz
    """,
    "ES": """
        García González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz
        Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez
        Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio
        Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto
        Méndez Cruz Calvo Gallego Vidal León Márquez Herrera Peña Flores Cabrera Campos Vega Fuentes
        Carrasco Diez Caballero Reyes Nieto Aguilar Pascual Santana Herrero Lorenzo Montero Hidalgo
        Giménez Ibáñez Ferrer Durán Santiago Benítez Mora Vicente Vargas Arias Carmona Crespo Román
        Pastor Soto Sáez Velasco Moya Soler Parra Esteban Bravo Gallardo Rojas Pardo Merino Espinosa
        Lara Izquierdo Rivas Rivera Casado Camacho Silva Rey Segura Vera Arroyo Redondo Luque Otero
        Rico Montes Rivero Sierra Carrillo Marcos Pons Bermúdez Soriano Bernal Palacios Robles
        Ballesteros Mateo Macías Benito Andrés Guerra Trujillo Varela Expósito Aranda Bueno Roldán
        Plaza Villar Pereira Lázaro Mendoza Menéndez Contreras Acosta Heredia Avila Miranda Escudero
        Aguilera Simón Manzano Salas Guillén Rueda Beltrán Conde Santamaría Estévez Abad Quintana
        Barroso Zamora Bautista Salazar Escobar Jurado Rosa Correa Bermejo Toledo Blázquez Gracia
        Vila Villalba Anaya Valero Mesa Millán Avilés Costa Miguel Chacón Corral Tomás Serra Cuesta
        Asensio Padilla Galán Naranjo Pacheco Alarcón Cordero Valverde Maldonado Salvador Aparicio
        Marco Rosado Paredes Bonilla Sancho Cuenca Mas Cárdenas Ponce Hurtado Pulido Peláez Riera
        Oliva Reina Latorre Cabello Montoya Cobo Murillo Cuevas Castaño Arenas Linares Burgos Pineda
        Casas Nogueira Valencia Ojeda Requena Alba Villanueva Marqués Zapata Barrera Rincón Villegas
        Vallejo Bosque Baena Barrios Cáceres Caro Casanova Ventura Alcaraz Alfaro Amador Andreu
        Aragón Arce Ayala Aznar Badía Ballester Bellido Bilbao Bonet Bosco Calderón Calero Carbonell
        Carballo Carrera Cañas Català Cervantes Collado Coll Cubero Dávila Donoso Duarte Echeverría
        Egea Elorza Escribano Espino Etxeberria Farré Fajardo Feijoo Ferrero Figueroa Font Gamero
        Galindo Gálvez Gascón Godoy Granados Grau Guijarro Haro Hervás Huertas Igual Infante Iriarte
        Jordán Jover Juárez Lago Larrea Leal Llorente Llopis Lledó Lucas Luna Maestre Manrique Marí
        Marrero Martí Mata Maza Melero Mejías Miralles Mir Mondéjar Montenegro Morán Morcillo Muro
        Navas Nadal Noguera Ochoa Oliver Olmo Ordóñez Ortuño Osorio Palomo Páez Pavón Pedraza
        Peralta Piñeiro Pinto Polo Portillo Pozo Prado Quesada Quintero Rebollo Ribas Ribera Rivero
        Rocha Roig Ros Royo Rovira Sabater Salgado Sala Salinas Saavedra Sanchis Sastre Sevilla
        Solís Sosa Tapia Tejada Tejero Téllez Toro Torre Trigo Ubeda Urrutia Uribe Valle Vaquero
        Velázquez Vilches Vives Yuste Zabala Zafra
    """,
    "FR": """
        Bouchard Benali Bensaïd Traoré Diop Ndiaye Haddad Mansouri Belkacem Cissé Konaté Kerbrat
        Guivarch Quéméneur Etcheverry Casanova Santoni Schneider Keller Zimmermann Pham Tran Villard
        Montagne Chabot Chapuis Forestier Vernet Rambaud Ravel Lamarque Laborde Castel Castaing
        Sabatier Astruc Fabre Delacroix Desmoulins Beaumont Valois Montfort
    """,
    "GB": """
        Choudhury Islam Malik Sheikh Mirza Sharma Desai Gupta Okafor Adeyemi Mensah Nowak Kowalski
        Murdoch MacKenzie MacLeod McGregor McIntyre Drummond Llewellyn Probert
    """,
    "IE": """
        Murphy Kelly Byrne Ryan O'Sullivan O'Brien Walsh O'Connor Doyle McCarthy O'Neill O'Reilly
        Lynch Kennedy Dunne Gallagher Doherty Brennan Murray Quinn Moore McLaughlin Carroll Connolly
        Daly Wilson O'Connell Burke Collins O'Donnell Campbell Clarke Johnston Hughes O'Farrell
        Fitzgerald Brown Martin Maguire Nolan Flynn Thompson Healy O'Callaghan O'Keeffe Duffy Mahony
        O'Mahony Boyle Hogan Kavanagh Buckley Cullen Kenny Fitzpatrick Farrell Whelan Moran Hayes
        Reilly Barry Sheehan Casey Higgins Foley Smyth Keane Cunningham O'Leary Maher Shannon Doran
        Hickey Kiely Kinsella Cronin Cleary O'Shea Dowling Donovan O'Donovan Griffin Keogh Hennessy
        Coughlan Corcoran Keating McGrath Tobin Costello Sweeney Coleman Redmond Browne Regan
        O'Dwyer Dwyer Crowley Fahy Fahey Madden Mulligan Mulcahy Molloy Ward Considine Hurley Horan
        Lawlor Lawless Lyons Larkin Leahy Lennon Logan Loughran Loughlin Lowry Mallon Malone Maloney
        Mannion Manning McAuliffe McBride McCabe McCann McCormack McDermott McDonagh McDonnell
        McElroy McEvoy McGee McGinley McGovern McGowan McGuinness McHugh McInerney McKenna McKeon
        McLoughlin McMahon McManus McNally McNamara McNulty McSweeney Meehan Meade Monaghan Mooney
        Moloney Moriarty Morrissey Mullins Mulvey Mulvihill Nagle Naughton Neville Nevin Noonan
        Nugent O'Byrne O'Carroll O'Connor O'Dea O'Doherty O'Dowd O'Driscoll O'Flaherty O'Gorman
        O'Grady O'Halloran O'Hanlon O'Hara O'Hare O'Kane O'Loughlin O'Malley O'Meara O'Regan
        O'Rourke O'Toole Phelan Plunkett Prendergast Purcell Quigley Quinlan Rafferty Redmond Reidy
        Reynolds Rice Riordan Robinson Rooney Rowe Ruane Rush Ruttledge Sargent Scanlon Scully
        Sexton Shanahan Shaw Shea Sheridan Shields Shortt Sinnott Skelly Slattery Smith Spillane
        Stack Stafford Staunton Stapleton Sullivan Talbot Tierney Timmons Tracey Treacy Tuohy Twomey
        Tynan Wall Wallace Waldron Watters White Woods Wynne Aherne Barrett Barron Beirne Bergin
        Blake Bolger Boland Bourke Bowe Brady Breen Brophy Brosnan Burns Butler Cahill Callan
        Canavan Cannon Cantwell Carey Carr Carolan Cassidy Clancy Clifford Coakley Coffey Cogan
        Colgan Collery Comerford Conlon Conneely Connell Conroy Conway Cooney Corrigan Cosgrave
        Cotter Cox Coyle Coyne Creedon Culhane Cummins Curley Curran Curtin Cusack D'Arcy Dalton
        Deasy Deegan Delaney Dempsey Devane Devine Devlin Dillon Dineen Dolan Donlon Donnelly
        Donohoe Dooley Dowd Downey Drennan Duggan Duignan Dunleavy Dunphy Durkan Egan Ennis Enright
        Fagan Fallon Fennell Fennelly Feeney Finnegan Finnerty Flanagan Flannery Fleming Flood
        Flaherty Fogarty Foran Forde Fox Freeman Furlong Gaffney Gannon Garvey Geraghty Gibbons
        Gilligan Gilmartin Gleeson Glynn Gorman Gormley Grady Grant Greene Guinan Hackett Hackett
        Halpin Hanley Hanlon Hannon Hanrahan Harkin Harrington Hartigan Hartnett Haughey Hayden
        Heaney Heffernan Hegarty Henry Hoey Holland Holohan Howley Hynes Irwin Jennings Jordan Joyce
        Kane Kearney Keaveney Keegan Keenan Kehoe Kelleher Kenneally Kerr Kerrigan Kilbride
        Kilgallon King Kirwan Lacey Lally Lane Lavelle Lavin Leonard Nowak Kowalski Wojcik Popescu
    """,
    "IN": """
        Acharya Agarwal Aggarwal Agrawal Ahluwalia Ahuja Anand Ansari Apte Arora Arya Awasthi Bagchi
        Bajpai Bakshi Balakrishnan Balasubramanian Banerjee Bansal Barua Basu Batra Bedi Behl Bhagat
        Bhalla Bhandari Bharadwaj Bhardwaj Bhargava Bhasin Bhat Bhatia Bhatnagar Bhatt Bhattacharya
        Bhavsar Bhosale Biswas Bora Bose Chadha Chakrabarti Chakraborty Chandra Chandrasekhar
        Chatterjee Chaturvedi Chaudhari Chaudhary Chauhan Chavan Chawla Cherian Chhabra Chitnis
        Chopra Choudhury Dalal Das Dasgupta Dastidar Datta Dave Desai Deshmukh Deshpande Dev Dewan
        Dhar Dhawan Dhillon Dhingra Dixit Doshi Dubey Dutt Dutta Fernandes Gaikwad Ganguly Garg
        George Ghosh Gill Goel Gokhale Gopalakrishnan Goswami Gowda Goyal Grewal Grover Guha Gulati
        Gupta Halder Handa Hegde Hussain Iyengar Iyer Jacob Jadhav Jaggi Jain Jaiswal Jha Jhaveri
        Johar Johri Jose Joseph Joshi Kadam Kakkar Kale Kamat Kamath Kannan Kapadia Kapoor Kapur
        Karnik Kashyap Kaul Kaur Khandelwal Khan Khanna Khare Khatri Khosla Khurana Kohli Kohli
        Kothari Krishnamurthy Krishnan Kulkarni Kumar Kurian Lal Lamba Luthra Madan Mahajan
        Mahapatra Majumdar Malhotra Malik Mallick Mandal Mane Mani Manjrekar Marathe Mathew Mathur
        Mehra Mehrotra Mehta Menon Merchant Mishra Misra Mistry Modak Mohan Mohanty Mondal More
        Mukherjee Mukhopadhyay Murthy Nadar Nadkarni Nagpal Nagarajan Naidu Naik Nair Nambiar Nanda
        Narang Narayan Narayanan Natarajan Nath Nayak Nayar Nigam Ojha Padmanabhan Pai Pal Panchal
        Pandey Pandit Pandya Panicker Panigrahi Parekh Parikh Parmar Patel Pathak Patil Patnaik
        Patra Pawar Phadke Pillai Prabhu Pradhan Prakash Prasad Purohit Puri Qureshi Raghavan Rai
        Raina Rajagopal Rajan Rajput Raju Ram Raman Ramachandran Ramakrishnan Ramaswamy Ramesh Rana
        Ranganathan Rane Rao Rastogi Rathod Rathore Ravi Rawat Ray Reddy Roy Sabharwal Sachdev
        Sachdeva Saha Sahay Sahni Sahoo Saini Salvi Samant Sane Sangwan Sankar Sanyal Sarkar Sathe
        Sawant Saxena Sehgal Sen Sengupta Seth Sethi Shah Shankar Sharma Shekhar Shenoy Sheikh
        Shetty Shinde Shirke Shroff Shukla Sidhu Sikka Singh Singhal Sinha Sodhi Solanki Somani Soni
        Sood Srinivasan Srivastava Subramanian Sud Sule Sundaram Suri Swaminathan Swamy Talwar
        Tandon Taneja Thakkar Thakur Thapar Thomas Tiwari Tomar Tripathi Trivedi Tyagi Upadhyay
        Vaidya Varghese Varma Vasudevan Venkataraman Verma Vohra Vyas Wadhwa Wagle Walia Warrier
        Yadav Zachariah Zaveri
    """,
    "IT": """
        Rossi Russo Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa
        Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso
        Galli Leone Longo Gentile Martinelli Vitale Lombardo Serra Coppola Parisi Villa Conte
        Ferraro Fabbri Bianco Marini Grasso Valentini Messina Sala Gatti Pellegrini Palumbo Sanna
        Farina Rizzi Monti Cattaneo Morelli Amato Silvestri Mazza Testa Grassi Pellegrino Carbone
        Giuliani Benedetti Barone Rossetti Caputo Montanari Guerra Palmieri Bernardi Martino Fiore
        Ferretti Bellini Basile Riva Donati Piras Vitali Battaglia Sartori Neri Costantini Milani
        Pagano Ruggiero Sorrentino Orlando Negri Mantovani Ferri Castelli Mazzoni Marchetti Bassi
        Rota Carboni Valente Rocca Bruni Cocco Catalano Marchi Bianchini Angelini Guidi Bertolini
        Fumagalli Pace Sacco Santini Vitiello Napolitano Ruggeri Molinari Olivieri Volpe Ferrante
        Cortese Ventura Rosati Grimaldi Perrone Marchese Morandi Magnani Mauri Sapienza Sala Orsini
        Albanese Lupo Tosi Baldi Bertoli Bonetti Boni Bosco Brambilla Brunetti Calabrese Cappelli
        Carli Casali Casini Cavallo Ceccarelli Cattani Cavalli Chiesa Cipriani Cirillo Clemente
        Corti Cosentino Cristiani Crippa Damiani Danieli Dattilo Donini Ercolani Evangelista Fabrizi
        Falcone Fava Fazio Federici Filippi Fiorentino Forte Franchi Franceschini Fratini Fusco
        Gabrielli Galbiati Gallina Garofalo Gasparini Gennari Ghezzi Giacomelli Giorgetti Giannini
        Giglio Girardi Gori Gregori Grillo Gualtieri Guarino Guerrini Iacono Iannone Innocenti Landi
        Lanza Lazzari Leoni Liguori Livi Locatelli Lorenzi Lucchesi Luciani Maggi Maggio Magri
        Mainardi Manca Manfredi Marangon Marchesi Marconi Marinelli Marotta Marra Martelli Masi
        Massa Mattioli Mazzola Melis Meneghini Merlo Miceli Michelini Migliore Milano Minelli Moroni
        Morini Mosca Motta Mura Murgia Musso Nardi Natale Nava Nicoletti Nobile Novelli Oliva
        Olivieri Pagani Palladino Palma Panico Pastore Pavan Pedrini Pepe Perini Perotti Petrucci
        Piazza Pini Pinna Pisani Pisano Poggi Poletti Poli Ponti Porta Pozzi Pugliese Puglisi
        Quaranta Raimondi Ranieri Rapisarda Ravelli Re Riccardi Righi Rinaldo Riva Rocchi Romeo
        Ronchi Rosa Rosselli Rossini Rubino Sabatini Salerno Salvatore Salvi Santi Santangelo
        Santoni Sarti Savini Scala Scarpa Schiavone Scotti Serafini Serena Sforza Simeone Simonetti
        Sodano Solari Sordi Spina Stefani Stella Tedesco Tomasi Tonelli Torre Torri Trevisan Turchi
        Uberti Ugolini Valenti Valli Vanni Venturi Venturini Verdi Vezzani Viale Viganò Villani
        Viola Visconti Vivaldi Volpi Zago Zampieri Zanella Zanetti Zani Zanon Zappa Zecca Zola Zorzi
        Zucca
    """,
    "JP": """
        Sato Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada Sasaki
        Yamaguchi Matsumoto Inoue Kimura Hayashi Saito Yamazaki Mori Ikeda Hashimoto Abe Yamashita
        Ishikawa Nakajima Maeda Fujita Ogawa Goto Okada Hasegawa Murakami Kondo Ishii Sakamoto Endo
        Aoki Fujii Nishimura Fukuda Ota Miura Fujiwara Okamoto Matsuda Nakagawa Nakano Harada Ono
        Tamura Takeuchi Kaneko Wada Nakayama Ishida Ueda Morita Hara Shibata Sakai Kudo Yokoyama
        Miyazaki Miyamoto Uchida Takagi Ando Taniguchi Ohno Maruyama Imai Takada Fujimoto Murata
        Ueno Sugiyama Masuda Sugawara Hirano Kojima Chiba Kubo Matsui Iwasaki Sakurai Kinoshita
        Noguchi Matsuo Kikuchi Sano Onishi Sugimoto Arai Hamada Ichikawa Furukawa Mizuno Shimada
        Koyama Konishi Iwata Yamanaka Igarashi Kawaguchi Higuchi Nishida Kawamura Watabe Tsuchiya
        Yasuda Nagai Matsuoka Iwamoto Nakata Minami Takano Oyama Hirata Yoshikawa Akiyama Kawai
        Nishikawa Shinohara Matsushima Tsuji Adachi Kitamura Yano Hirai Asano Fukushima Kuroda Oda
        Sekiguchi Yoshimura Mochizuki Nagata Kuwahara Kamiya Nagano Araki Iida Hosokawa Otani Aida
        Akagi Akamatsu Akimoto Amano Aoyama Araki Arakawa Arima Asai Asakura Azuma Baba Ban Doi
        Ebihara Eguchi Enomoto Eto Fujikawa Fujimori Fujimura Fujioka Fujisawa Fujitani Fukai
        Fukuhara Fukui Fukumoto Fukunaga Fukuoka Furuta Furuya Hagiwara Hamaguchi Hamano Haneda
        Hanai Hattori Hayakawa Higashi Hino Hirakawa Hirayama Hirose Hirota Hoshi Hoshino Hosoda
        Hotta Ichimura Ihara Iijima Iizuka Ikegami Imamura Inagaki Inaba Inoguchi Ishibashi Ishiguro
        Ishihara Ishikura Ishimoto Ishiyama Isobe Iwai Iwase Izumi Kadota Kagawa Kageyama Kajiwara
        Kamada Kamata Kanda Kaneda Kano Kasahara Kasai Katagiri Katayama Kataoka Katsura Kawabata
        Kawada Kawahara Kawakami Kawamoto Kawano Kawashima Kawata Kishi Kishida Kishimoto Kita
        Kitagawa Kitano Kitayama Kitazawa Kobori Koda Koike Koizumi Kono Konno Koshiba Kosaka Kotani
        Kume Kumagai Kurata Kurihara Kurita Kuroki Kurosawa Kusakabe Kusano Machida Makino Maki
        Masaki Mase Matsubara Matsuda Matsudaira Matsukawa Matsumura Matsunaga Matsuura Matsuzaki
        Mikami Mitani Miyagawa Miyake Miyahara Miyashita Miyata Miyauchi Mizoguchi Mizutani Momose
        Morikawa Morimoto Morioka Moriyama Motoki Mukai Muraoka Muramatsu Muraki Murayama Muroi Muto
        Nagaoka Nagasawa Nagase Nagashima Naito Nakada Nakagami Nakahara Nakai Nakanishi Nakao
        Nakaoka Nakashima Nakatani Nakazawa Narita Nemoto Niimi Nishi Nishino Nishioka Nishiyama
        Nishizawa Nitta Noda Nogami Nojima Nonaka Nozaki Numata Ochiai Ogata Ogino Oguri Ohara
        Ohashi Oikawa Okabe Okano Okawa Okazaki Okubo Okuda Okumura Okuno Okuyama Omori Onda Onuma
        Osada Osawa Oshima Otake Otomo Ozaki Ozawa Sada Saeki Sakaguchi Sakakibara Sakata Sakuma
        Sakuragi Sasaki Sasano Sawada Sawai Seki Sekine Seo Shibuya Shiga Shigeta Shimamoto
        Shimamura Shimoda Shimura Shinoda Shinozaki Shiraishi Shirakawa Shoji Soma Sonoda Suda Suga
        Sugita Sugiura Sumida Suwa Suzumura Tabata Tachibana Tada Taguchi Tajima Takahara Takai
        Takamura Takanashi Takasaki Takase Takashima Takayama Takemoto Takemura Taki Takizawa
        Takimoto Tamaki Tanabe Tani Tashiro Tateishi Terada Terai Teramoto Tezuka Toda Togashi
        Tokuda Tokunaga Tomita Tominaga Tomioka Tsuchida Tsuda Tsujimoto Tsukada Tsukamoto Tsuruta
        Tsutsui Tsutsumi Uchiyama Uehara Uemura Ueki Umeda Umehara Uno Usui Wakabayashi Washio Yabe
        Yagi Yamagata Yamagishi Yamakawa Yamamura Yamane Yamano Yamaoka Yamauchi Yanagi Yanagisawa
        Yanagida Yasui Yokota Yokoi Yoneda Yoneyama Yoshimoto Yoshino Yoshioka Yoshizawa Yuasa
        Yukawa
    """,
    "MX": """
        Hernández García Martínez López González Pérez Rodríguez Sánchez Ramírez Cruz Flores Gómez
        Morales Vázquez Jiménez Reyes Díaz Torres Gutiérrez Ruiz Mendoza Aguilar Ortiz Moreno
        Castillo Romero Álvarez Méndez Chávez Rivera Juárez Ramos Domínguez Herrera Medina Castro
        Vargas Guzmán Velázquez Rojas Contreras Salazar Luna Ortega Santiago Guerrero Estrada
        Bautista Cortés Soto Alvarado Espinoza Lara Ávila Ríos Cervantes Silva Delgado Vega Márquez
        Sandoval Fernández León Carrillo Mejía Solís Rosas Ibarra Valdez Núñez Campos Santos Camacho
        Navarro Peña Maldonado Rangel Miranda Fuentes Valencia Trejo Robles Acosta Molina Cárdenas
        Pacheco Cabrera Rosales Escobar Barrera Ochoa Meza Padilla Cano Ayala Salinas Zamora Suárez
        Montes Trujillo Cisneros Galván Carmona Franco Osorio Arellano Villarreal Garza Treviño
        Cantú Elizondo Leal Garibay Gallegos Montoya Zavala Marín Velasco Huerta Serrano Aguirre
        Guerra Velasco Correa Esparza Orozco Palacios Beltrán Villanueva Macías Esquivel Nava
        Murillo Mata Vera Bernal Tapia Lozano Arias Cordero Quintero Parra Andrade Quiroz Zúñiga
        Valenzuela Calderón Duarte Galindo Rivas Ponce Tovar Olvera Salas Benítez Hurtado Bravo
        Villegas Enríquez Rosas Blanco Figueroa Cuevas Gil Pineda Granados Arroyo Becerra Barajas
        Alonso Preciado Quintana Sosa Téllez Uribe Varela Vidal Yáñez Zapata Zaragoza Zárate Zepeda
        Abarca Acevedo Alcántara Alemán Amaya Anaya Ángeles Aparicio Aranda Arce Arredondo Arriaga
        Ballesteros Báez Bañuelos Barragán Barrientos Barrios Bárcenas Bermúdez Bonilla Briones
        Burgos Bustamante Bustos Caballero Cadena Camarena Canales Carbajal Caro Carranza Carrasco
        Carreón Casas Casillas Castañeda Castellanos Cedillo Cepeda Colín Conde Córdova Cornejo
        Coronado Cuéllar Dávila Dueñas Durán Echeverría Escalante Escobedo Espinosa Fajardo Farías
        Félix Ferrer Fierro Fonseca Frías Gaitán Galicia Gallardo Gálvez Gamboa Garduño Garrido
        Gaytán Godínez Guajardo Guevara Heredia Hidalgo Hinojosa Inzunza Íñiguez Islas Izquierdo
        Jaimes Jaramillo Jasso Jáuregui Juárez Lazcano Ledesma Limón Lemus Lira Loera Lomelí
        Longoria Loza Lucero Lugo Madrigal Magaña Malagón Manríquez Manzano Mares Mariscal Marroquín
        Mayorga Melgar Mena Mercado Merino Miramontes Mireles Mondragón Monroy Montalvo Montaño
        Monterrosa Mora Moya Muñoz Navarrete Negrete Nieto Noriega Novoa Obregón Ocampo Ojeda
        Olivares Olivas Ontiveros Ordaz Ordóñez Oropeza Orta Osuna Paredes Partida Patiño Pantoja
        Paz Pedraza Peralta Perea Pizarro Plascencia Polanco Portillo Prado Prieto Puente Quezada
        Quintanilla Razo Rendón Rentería Reséndiz Reynoso Rincón Rocha Roldán Román Rosado Rubio
        Saavedra Salcedo Saldaña Saldívar Salgado Samaniego Santana Santillán Saucedo Segura
        Sepúlveda Serna Sierra Solano Solorio Sotelo Tamayo Tejeda Tello Terrazas Tirado Toledo
        Toscano Urbina Urrutia Valadez Valdés Valdivia Valle Valverde Vallejo Vela Venegas Verdugo
        Vergara Villa Villalobos Villaseñor Yépez Zaldívar Zambrano Zermeño
    """,
    "NL": """
        Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Smits
        Koster Prins Huisman Peeters Kuijpers Veenstra Kramer Schouten Willems Hoekstra Koning
        Verhoeven Jacobs Timmermans Postma Jansen Janssen Kuiper Kuipers Blom Vermeulen Hermans Kok
        Sanders Driessen Groen Gerritsen Scholten Post Verbeek Martens Molenaar Maas Dijkman Jonker
        Schipper Boer Hofman Boersma Evers Sikkema Groot Groenewegen Zijlstra Mol Kooiman Lammers
        Vermeer Bosman Kuijper Pieters Wiersma Schoenmakers Willemsen Brands Barends Beekman Bijlsma
        Betting Bleeker Bloem Boekhout Boonstra Boogaard Bouwman Brink Bruins Bruinsma Burger Buijs
        Claassen Coenen Cornelissen Cuppen Damen Deckers Dirks Dirksen Doornbos Douma Dubbelman
        Eggink Eijkelkamp Elzinga Engels Ebbers Faber Feenstra Franssen Frijters Geerts Geurts
        Goossens Graafland Grootenboer Haan Hagen Haverkamp Heijnen Heemskerk Heuvel Hendrikse
        Hendrix Hoekman Hoogendoorn Hoogeveen Houtman Huizinga Huijbers Huijsmans Hulshof Jager
        Jacobse Jaspers Jonkers Joosten Kamphuis Kampman Keizer Kemper Kerkhof Klaassen Klaver Klomp
        Klein Knol Koenen Koolen Kooistra Koopman Koopmans Korteweg Kraaijeveld Kroon Krijnen
        Kwakkel Lambers Lamers Leenders Leeuwenburg Lindeman Linders Lubbers Luijten Meijers
        Meinders Mertens Meulenbelt Michels Middelkoop Mensink Muller Nagtegaal Nauta Nieuwenhuis
        Nijhuis Nijland Noordhof Noordhoek Offerman Oldenburg Olthof Oosterhof Oosterhuis Oosterveld
        Otten Oudshoorn Overbeek Paauw Pals Pannekoek Peerdeman Poelman Pol Pronk Reijnders Reinders
        Rietveld Rijken Rijnders Ritsema Roelofs Roelofsen Roemer Rombouts Roozen Rozema Ruiter
        Rutten Schaap Schippers Schneider Scholte Schoonhoven Schreuder Schrijver Schuurman Simons
        Slagter Slot Smeets Smid Snel Snijders Spaans Spijker Stam Steenbergen Stevens Stoffels
        Stolk Storm Straatman Strijbosch Sturkenboom Swart Swinkels Talsma Teunissen Theunissen
        Thijssen Thomassen Tichelaar Tiemens Tillema Tromp Twisk Veldhuis Veldhuizen Veldkamp
        Veldman Velthuis Verbakel Verburg Verhagen Verheij Verkerk Vermeij Vermaas Verschoor
        Versteeg Vervoort Verweij Vink Visscher Vissers Vlasblom Vliegenthart Voogd Voorhoeve
        Vrolijk Vonk Wagenaar Walstra Wassenaar Weijers Wesselink Wessels Westerhof Westra Wijnands
        Wiegman Wijnen Wijngaarden Wierda Wientjes Winkel Winter Witteveen Wolf Wolthuis Wouters
        Zandstra Zeeman Zegers Zuidema Zuidhof Zwart Zweers Aalbers Aarts Adriaanse Akkerman Albers
        Alberts Arends Assink Baars Baas Bakels Balk Barendse Bartels Beck Bergsma Berendsen Bergman
        Boerma Bolt Boon Borst Bouma Braam Breukers Broekhuizen Broers Brugman Buitenhuis Bult
        Buurman Dam Dekkers Diepeveen Dijkhuizen Dijksterhuis Dikken Diks Dost Duijn Dussel
        Eikelenboom Elberse Elferink Faassen Fransen Gort Goudsmit Yilmaz Kaya Demir Bouzid Amrani
        Chen Singh
    """,
    "NO": """
        Amdal Alme Amundrud Andreassen Anker Arntsen Arntzen Aspelund Askeland Aspen Bakk Bakkeli
        Barstad Bergersen Bergheim Berger Bergum Bernhardsen Bjerke Bjerkan Bjørnsen Bjørnstad Blom
        Borgen Borge Brandt Brandvold Bratland Brevik Brenden Brun Brustad Bråten Bugge Buvik Bye
        Carlsen Clausen Dahle Dahlen Dalen Dale Djupvik Dyrhaug Ekeberg Eidem Einarsen Ek Elstad
        Enger Engebretsen Engh Erlandsen Espeland Evensen Fagerli Falch Fjeld Fjelde Finstad Fossum
        Foss Fosse Flaten Fløgstad Flatland Frantzen Friis Frøyland Furuseth Fjellheim Fure
        Gabrielsen Gjerde Gjertsen Granli Gran Grimstad Grønli Grønvold Gustavsen Hals Halland
        Halvorsrud Hammer Hamre Hansson Haraldsen Hatlen Haukås Heggelund Helgesen Helle Hauger
        Hegge Hermansen Hjelle Hjelmeland Hoff Hofstad Hoel Hol Holen Holmen Holte Horn Hov Hove
        Hovland Hustad Husby Husebø Høiland Hågensen Ingebrigtsen Ingvaldsen Jahren Jansen Jonassen
        Juul Kaspersen Kjelstad Kirkeby Kjos Kleiven Kleppe Klausen Kolstad Kongshaug Kopperud
        Korneliussen Kolberg Krogh Krogstad Kvam Kvamme Kvale Langeland Langseth Lange Larsson
        Lauritzen Lerstad Leirvik Lindberg Lindseth Lille Lindstad Lorentzen Lothe Ludvigsen Løken
        Løvås Løkken Lysaker Mo Magnussen Marthinsen Matre Mathiesen Midtbø Meland Melby Meling
        Michelsen Mjelde Monsen Moland Mortensen Munkvold Muri Mæland Møller Mørk Narum Ness Nesse
        Nicolaisen Nikolaisen Norheim Nordahl Nordby Nordli Nordheim Nordvik Nordgård Nyberg Nygaard
        Nyhus Nyland Næsheim Oddvik Odland Olaussen Olafsen Opdahl Opsahl Ottesen Oftedal Osland
        Rafaelsen Rasch Reinertsen Reitan Remme Ringstad Rognli Roland Rossland Rustad Rud Rudi Rygg
        Rød Røed Rønneberg Røstad Salvesen Samuelsen Sand Sandberg Sande Sandnes Sandvold Sekse
        Selvik Selnes Seim Simensen Sjursen Skaar Skaug Skjelbred Skogen Skog Skogstad Skoglund
        Skjold Skår Skaret Skarstein Slettevold Slette Sletten Solli Sollie Sommer Stangeland Stene
        Steen Stensrud Storli Stokke Stokkeland Strandberg Stene Sund Sunde Sundby Svensen Svenning
        Syvertsen Søreide Sørli Sørlie Søvik Tangenes Teigen Thorvaldsen Thoresen Thune Tønnessen
        Tollefsen Torgersen Torp Tveitan Tvedt Torvik Ulriksen Urdal Ulvestad Utne Vaage Vatne Vang
        Vangen Vestby Veland Velle Viken Vinje Vold Volden Wang Wiik Wold Wilhelmsen Winther Ytrehus
        Ytterdal Østby Østli Østvik Øverland Øien Åsen Ås
    """,
    "NZ": """
        Ngata Tamihana Parata Paewai Rangihuna Taufa Tupou Fonoti Leota Patel Singh Sharma Chen Wang
        Li Nguyen Kaur
    """,
    "PL": """
        Nowak Wójcik Kowalczyk Woźniak Mazur Krawczyk Kaczmarek Zając Król Wieczorek Wróbel Stępień
        Dudek Pawlak Sikora Walczak Baran Michalak Szewczyk Pietrzak Duda Bąk Włodarczyk Wilk Lis
        Kubiak Mazurek Kaźmierczak Sobczak Kołodziej Cieślak Szymczak Szulc Błaszczyk Mróz Urbaniak
        Adamczyk Marciniak Szczepaniak Krupa Kaczmarczyk Kozak Kania Mikołajczyk Mucha Tomczak
        Kozioł Kowalik Janik Musiał Wawrzyniak Markiewicz Tomczyk Jarosz Kołodziejczyk Kurek Kopeć
        Żak Łuczak Dziedzic Kot Stasiak Stankiewicz Piątek Jóźwiak Urban Pawlik Kruk Domagała Polak
        Zięba Wójtowicz Bednarek Majchrzak Maj Sowa Gajda Klimek Olejniczak Ratajczak Madej Kasprzak
        Grzelak Socha Czajka Marek Kowal Bednarczyk Skiba Wrona Owczarek Matusiak Olejnik
        Mazurkiewicz Pająk Czech Łukasik Leśniak Sobczyk Banaś Banach Bielak Bartczak Bartosik
        Baranek Bieniek Biernat Bilski Białek Bogusz Borek Borowiec Bożek Brzoza Buczek Bujak Burek
        Cebula Chmiel Chmura Cholewa Chudzik Cichosz Ciszek Czapla Czarnik Czyż Ćwik Ćwiklak Dąbek
        Derda Dobosz Drozd Dubiel Duraj Duszyk Dybek Dziuba Fajfer Filipek Filipiak Fijałek Florczak
        Florek Frączek Franczak Frątczak Fronczak Furmanek Gałązka Gałka Gawlik Gawron Gaweł Gil
        Głąb Gołąb Godlewicz Golec Góra Góral Górka Górniak Grabarczyk Grabiec Grochowicz Gruszka
        Grzesiak Grzyb Guzik Gwizdała Hajduk Herman Idzik Ignaczak Iwanek Jach Jagiełło Jakubiak
        Jakubczyk Jakubiec Jamróz Janas Janczak Janiak Janiec Jankowiak Janus Januszek Jasiak Jasik
        Jaskuła Jaskółka Jaworek Jędrzejczak Jędrzejczyk Jończyk Józefiak Jurek Jurczak Jurczyk
        Juszczak Juszczyk Kaleta Kałuża Kamieniarz Karaś Karcz Karolak Karwat Kasperek Kasprzyk
        Kędzia Kędziora Kępa Kłos Kmiecik Knapik Kokot Kołacz Konieczka Konopka Kopacz Korczak
        Kordas Kos Kosiba Kosiorek Kostrzewa Kostka Koza Kozera Kozieł Kraska Krawiec Kras Krzak
        Krzemień Krzysztofik Krzyżak Kubica Kubik Kuczera Kuchta Kudła Kukla Kula Kulig Kulik Kuna
        Kupiec Kuś Kuźma Kuźniar Kwiecień Lach Lasek Lasota Latos Lech Leja Lenart Lewczuk Ligas
        Lipa Lisiak Lizak Loch Łapa Łata Łoś Machnik Maciąg Maciejak Madeja Makuch Makieła Malec
        Maliszak Małek Małysz Marczak Marcinek Marczuk Markiewicz Maślanka Matuszak Matuszek
        Matysiak Matysik Mendel Michalik Michalec Michałek Mielczarek Mikulec Mikuła Milczarek
        Misiak Misiura Miśkiewicz Młynarczyk Mroczek Mrozek Mruk Musialik Myśliwiec Niedziela
        Niemiec Noga Nowaczyk Ochman Okoń Olczak Olejarz Oleksy Oleś Orzech Osuch Pacholczyk Pakuła
        Panek Paluch Pasternak Pastuszka Paszek Pawełczyk Pawelec Pacek Piech Piechota Pieczonka
        Piekarz Pietras Pietruszka Pilch Piwowarczyk Płonka Pluta Podgórniak Popiołek Przybyła
        Przybysz Ptak Pyrek Rak Ratajczyk Rogala Romaniuk Rosiak Rosa Rudnik Ruta Ryba Rybak
        Rybarczyk Rzepka Rzeźnik Sarna Sawa Serafin Siwek Siwiec Skoczylas Skowron Skóra Słowik
        Smoleń Smyk Sobala Sobieraj Sójka Soból Sobota Solarz Sosna Sroka Stachowiak Stachura Stanek
        Stasik Stec Stefaniak Stelmach Stolarczyk Strzelczyk Strzelec Studniarz Surma Surowiec
        Szafran Szafraniec Szczepanik Szczygieł Szczurek Szkudlarek Szostak Szot Szpak Szuba Szwed
        Szymaniak Szymanek Ślusarczyk Śliwa Świątek Świderek Święch Świerczek Śpiewak Tkacz Tkaczyk
        Tokarczyk Tokarz Trojan Trzaska Turek Tworek Twardoch Tyszkiewicz Urbanek Urbańczyk Walas
        Walkowiak Warchoł Warzecha Wasiak Wasilczuk Wąsik Werner Wiącek Wiatr Wiater Wiechnik
        Wielgosz Wierzba Wilczek Winiarczyk Witek Witczak Wnuk Wojtas Wojtasik Wojtczak Wolak
        Woźnica Wrzesień Zapała Zaremba Zawada Zdunek Ziemba Zimoch Zych Żuk Żurek Żyła
    """,
    "PT": """
        Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa Fernandes Gonçalves
        Gomes Lopes Marques Alves Almeida Ribeiro Pinto Carvalho Teixeira Moreira Correia Mendes
        Nunes Soares Vieira Monteiro Cardoso Rocha Raposo Neves Coelho Cruz Cunha Pires Ramos Reis
        Simões Antunes Matos Fonseca Morais Castro Machado Araújo Tavares Lourenço Freitas
        Figueiredo Barbosa Barros Batista Baptista Azevedo Henriques Guerreiro Miranda Campos Macedo
        Magalhães Leite Melo Faria Brito Esteves Domingues Pinheiro Nogueira Amaral Moura Borges
        Andrade Abreu Amorim Paiva Valente Vaz Vicente Loureiro Torres Garcia Pacheco Branco
        Carneiro Gaspar Leal Jesus Mota Maia Neto Sá Nascimento Pinho Anjos Assunção Lima Dias
        Duarte Leitão Patrício Guimarães Salgado Sampaio Queirós Rebelo Rego Rosa Sequeira Serrano
        Serra Severino Siqueira Sobral Saraiva Sardinha Seabra Veiga Ventura Vasconcelos Viegas
        Vidal Viana Vilaça Trindade Travassos Toscano Teles Taveira Tomás Trigo Aguiar Afonso
        Albuquerque Alcobia Aleixo Alegria Alexandre Alfaro Amado Amador Amaro Ângelo Aragão Arruda
        Ascensão Avelar Ávila Baião Balsemão Barata Barreira Barreiros Barreto Barroso Bastos Belo
        Bento Bernardes Bernardo Bettencourt Bispo Botelho Braga Bragança Brandão Brás Bravo Bruno
        Cabral Caeiro Caetano Caldas Caldeira Calado Câmara Camacho Camões Canário Candeias Capela
        Cardeira Carmo Carrasco Carreira Carrilho Casimiro Catarino Cavaco Cerqueira Chagas Chaves
        Cid Clemente Conceição Cordeiro Corte Cortes Cortez Costeira Coutinho Couto Cravo Crespo
        Custódio Damas Delgado Diniz Diogo Dinis Domingos Drumond Esperança Estrela Falcão Félix
        Feliciano Fialho Fidalgo Figueira Filipe Flores Fontes Frade Fragoso França Franco Frazão
        Freire Furtado Gaio Galvão Gama Gameiro Garrido Geraldes Gil Godinho Gouveia Granja Grilo
        Guedes Guerra Horta Inácio Jardim Januário Jorge Justino Lacerda Lagos Lança Laranjeira
        Lemos Lino Lobato Lobo Louro Lucas Luz Madeira Madureira Malheiro Malta Manso Marcelino
        Mariano Marinho Marreiros Marçal Mascarenhas Mateus Medeiros Medina Meireles Meneses
        Mesquita Mexia Milheiro Moniz Montez Morgado Mourão Moutinho Nabais Neiva Nobre Noronha
        Osório Paixão Palma Parreira Parente Pascoal Passos Paulino Paulo Pedro Pedrosa Peixoto
        Penedo Peres Pimenta Pimentel Pina Pisco Pombo Pontes Portela Proença Quaresma Queiroz
        Quintas Quintela Rainho Ramalho Resende Ricardo Rios Robalo Roque Rosado Rosário Roxo Sabino
        Sacramento Salgueiro Salvador Sanches Santana Santiago Sarmento Seixas Sena Serafim Sarmento
        Serpa Tomé Trancoso Urbano Valadares Valadas Valério Varela Vargas Veloso Vilela Vital
        Vitorino Xavier Zeferino
    """,
    "US": """
        O'Brien O'Connor O'Neill O'Donnell McDonald McCoy McDaniel McCarthy McKinney McLaughlin
        McGee Nguyen
    """,
}

# ---------------------------------------------------------------------------
# Names left out
# ---------------------------------------------------------------------------

# Last names left out everywhere: together with a trade word they read like a well-known
# company, belong to someone notorious, or are an honorific, an error or a bad joke.
DROP_LAST: str = """
    Armani Austin Bajaj Barclay Barilla Bayer Begum Bekaert Benetton Benz Bentley Bibi Birla Bosch
    Boots Bush Butcher Callebaut Chase Chevrolet Clinton Close Cocks Dell Dick Dieu Disney Ericsson
    Ferrari Ferrero Ford Frère Fröschl Garica Gay Godrej Gollum Heineken Heinz Henkel Heydrich
    Hilton Honda Hooker Hoover Hyatt Jesus Kawasaki Kellogg Killer Leclerc Lloyd Lord Love Mace
    Marriott Marx Mercedes Merck Mestdagh Miele Morgan Morrison Nixon Nokia Nomura Oetker Otto Pages
    Paris Pearson Peugeot Philips Picard Pope Porsche Power Put Renault Roche Sandoz Sandvik Savage
    Schmuck Siemens Springer Suzuki Tata Teufl Thor Torfs Toyota Trump Vlasta Walmart Wells Yamaha
"""

# First names left out of one country: dated, of another country, or for babies only.
DROP_FIRST: dict[str, str] = {
    "AT": """
        Anke Antje Birte Burkhard Detlef Doreen Eckhard Falk Frauke Gesa Hartmut Heike Heiko Helge
        Hendrik Henning Imke Jannik Jörn Lasse Maike Malte Mareike Meike Merle Nele Ole Ronny
        Steffen Svenja Swen Sönke Thorben Torben Uwe Volker Wiebke Gunnar Ingo Lennart Justus Sven
        Tabea Ulf
    """,
    "AU": "Bethan Dorothy Joan Joyce June Kirsty Rhys Sheila Sian Bernard Martyn Mohamed Mohammad",
    "BE": """
        Agnes Albert Alfons Anny Arlette Christiana Elza Erna Franciscus Frieda Georgette Gerda
        Gilbert Godelieve Gustaaf Hilda Irène Jeannine Joannes Johannes Liliane Lisette Lucien
        Lucienne Ludovicus Luna Lutgarde Magda Mariette Martha Maurice Mila Raymond Roger Simonne
        Viviane Willy Georges Marcel Robbe Seppe Senne Véronique Michaël Jacques Nelly Hubert Maria
        Jozef Yvonne
    """,
    "CA": """
        Angel Alejandro Alicia Antonio Carlos Felicia Fernando Francisco Javier Jermaine Jesus Jorge
        Jose Juan Luis Manuel Mario Miguel Pedro Ricardo Roberto Willie Micheal Misty Brandy Brandi
        Crystal Tonya
    """,
    "CH": """
        Adelheid Adolf Alfred Alois Ana Antonia Arnold Dora Elsa Elsbeth Erna Ernst Eugen Françoise
        Frieda Fritz Gertrud Giuseppe Hans Hedwig Heinz Helene Hermann Hildegard Ida Irma José Klara
        Liselotte Margaretha Margrit Margrith Marlise Maria Mehmet Oskar Otto Rosa Rosmarie
        Salvatore Theresia Veronika Vincenzo Wilhelm Willi Willy Luigi Levin Aaron Jeannette Monique
        Mia
    """,
    "GB": "Abdul Dorothy Irene Joan Joyce June Sylvia Clifford Stanley Albert Norman Maurice",
    "NZ": """
        Aaliyah Ari Ariki Ashton Bella Eden Kahurangi Kaia Maia Mila Phoenix Summer Tai Micheal Aria
        Shirley Neville Tayla
    """,
    "US": "Angel Crystal Jesus Micheal Misty Willie Brandi Brandy Candy Diamond Destiny",
}

# Last names left out of one country: spelled without their apostrophe, or rare spellings.
DROP_LAST_OF: dict[str, str] = {
    "AT": "Stefan Karl Peter Rudolf Glatz Fitz Klaus",
    "BE": "Ahmed Ali Diallo Kaya Put Voet David Thomas François Daniels",
    "CH": "Leunberger",
    "FR": """
        Andre Carre Barre Mahe Menard Goncalves Barthelemy Hebert Benard Marie Mary Jean Joseph
        Techer Gros Blot Munoz Peron Guyon
    """,
    "NZ": "Joe Ham Herd Flood Small Low Terry Hills Patchett Schwass Marfell",
    "SE": """
        Abdi Abbas Farah Issa Said Hanna Norman Smith Green Johnson Wall Stark Frank Gashi Khalil
        Jafari
    """,
    "US": "Obrien Oconnor Oneal Oneill Odonnell Odom Le Ochoa Gross Mccullough Kim Paul Page Man",
}

# ---------------------------------------------------------------------------
# Company-name roots: every head goes with every tail of its row
# ---------------------------------------------------------------------------

ROOT_PARTS: list[tuple[str, str]] = [
    (
        """
        Alv Arv Bel Brel Brin Calv Cer Clar Cor Dal Delv Dor Elv Erd Fal Fen Ferr Gal Gard Hald Hel
        Ilv Jor Kel Kest Lan Lor Lund Lyr Mar Melv Mer Mond Nel Nev Nord Olv Ond Orl Osk Pal Pell
        Pren Quel Ral Rend Ros Sal Sav Selv Sil Sol Sten Tal Tarn Ter Torv Trel Ulv Val Vel Vend Vol
        Wend Wyn Xal Yar Zel Zor
        """,
        """
        ana anta aria arix aro axis eda edo elia endo enta era eris eron esta etra evia exa ia ida
        igo ilex ima ina inda inex io ion ira isca ivo ixo ona onda onix ora oris osta ova ovia una
        ura yra
        """,
    ),
    (
        """
        Arvo Ava Beni Cali Ceno Cora Dova Ela Feno Gavi Halo Ivo Juno Kelo Kira Luma Lumi Meri Miro
        Navi Nexa Nuvo Omi Ora Peri Quori Rivo Sena Soli Sova Tavo Tela Tiva Tori Ulta Vada Vano
        Veri Vilo Vora Xeno Zavi
        """,
        """
        bex bis cor dan dex dis dor lane len lis lith lon mar mex mont nar nex nis nor rex ris
        ron sen tas tera tis ton tra vance vant vara vex via vis vola zen zia
        """,
    ),
]

# Known companies, products, people, places and ordinary or unlucky words.
ROOT_DROPS: str = """
    Alvaro Arvitis Belima Belinda Belona Caliber Calida Calimex Ceria Claria Coranar Coratra Corona
    Corvia Dalia Dalida Delvia Dorado Doria Elaris Elavia Elvia Elvira Fenaria Fenarix Fenigo
    Ferraro Ferrex Ferrona Galderma Galenta Galeria Galia Galina Galion Halotis Helia Helio Helion
    Helios Juniper Junora Kelloton Kelocor Keloton Kelvion Lanaria Lanarix Lanigo Lorena Lorenzo
    Lorura Lumatra Lumitis Lumivant Lyria Malaria Marana Maria Mariana Marina Mario Marion Marira
    Meria Merida Merino Merion Meritis Mirora Miroton Mondana Mondia Mondo Navicor Navitas Navitis
    Navitra Navivant Nevio Nordexa Nordia Nordina Norvia Olvera Omitas Omitis Omivis Ondendo Oralis
    Oramex Oraton Orlando Oskio Palelia Palexa Palio Peridor Perilon Perimeter Perinis Peritis
    Periton Rosana Rosaria Rosario Rosetta Rosina Salova Savana Savio Savona Selina Senador Senaris
    Senazia Silvia Solana Solaria Solarix Solaro Solaxis Solera Solidex Soligo Solitis Soltera
    Stenaria Stenarix Stenigo Talenta Talia Talisca Tarnaria Tarnarix Tarnigo Telador Telamon
    Telanor Telaton Telavis Terexa Ultatra Ultimex Ulvia Ulvio Valencia Valenta Valera Valeria
    Valeris Valida Valina Valio Valona Valora Velaris Velora Veridis Verimex Veritas Veritis Veriton
    Verivant Verivox Verizen Volaria Volaris Volivo Volova Voltera Volvia Wendana Wendara Wendenta
    Wendia Wendonda Wynina Wynona Xenia Zelia Zenia Zorro Zorura
"""
