"""What generated records say in English, whatever the country: titles, products, subjects, reasons."""

from __future__ import annotations

JOB_TITLES = (
    "Head of Sales", "Sales Director", "VP Sales", "Regional Sales Manager", "Sales Operations Manager",
    "Chief Executive Officer", "Managing Director", "Founder", "Chief Operating Officer", "Operations Manager",
    "Head of Operations", "Plant Manager", "Supply Chain Manager", "Logistics Manager", "Procurement Manager",
    "Head of Procurement", "Buyer", "Chief Financial Officer", "Finance Director", "Financial Controller",
    "Head of Finance", "Chief Information Officer", "Head of IT", "IT Manager", "Systems Administrator",
    "Enterprise Architect", "Chief Technology Officer", "Engineering Manager", "Product Manager", "Data Analyst",
    "Head of Data", "Marketing Director", "Head of Marketing", "Marketing Manager", "Customer Success Manager",
    "Head of Customer Service", "HR Director", "People Operations Manager", "Quality Manager", "Project Manager",
    "Compliance Officer", "Office Manager", "Business Development Manager", "Innovation Manager",
)  # fmt: skip

LEAD_SOURCES = (
    "Website", "Website", "Website", "Referral", "Referral", "Trade show", "Webinar", "Outbound", "Outbound",
    "Partner", "Content download", "Social media", "Paid search",
)  # fmt: skip

PRODUCTS = (
    "Analytics Suite", "Workflow Automation", "Field Service App", "Customer Portal", "Data Integration Hub",
    "Contract Management", "Inventory Planner", "Quote-to-Cash", "Support Desk", "Compliance Monitor",
    "Forecasting Module", "Mobile Workforce", "Document Archive", "Billing Platform",
)  # fmt: skip

SEATS = ((5, 10, 15), (25, 40, 60), (80, 120, 150), (250, 400, 600))
"""Licence sizes from the smallest to the largest deals."""

DEAL_PATTERNS = (
    "{product}, {seats} seats", "{product}, {seats} seats", "{product} rollout, {seats} users",
    "{product} renewal, {seats} seats", "{product} expansion to {seats} users", "{product} pilot, {seats} users",
)  # fmt: skip

LOST_REASONS = (
    "Price", "Price", "No budget this year", "Chose a competitor", "Chose a competitor", "No decision",
    "Missing feature", "Timing", "Champion left the company",
)  # fmt: skip

ACTIVITY_TYPES = (
    "email",
    "email",
    "email",
    "email",
    "call",
    "call",
    "call",
    "meeting",
    "meeting",
    "note",
    "task",
)

SUBJECTS = {
    "email": (
        "Follow-up on our conversation", "Proposal attached", "Answers to your security questions",
        "Pricing options for the next 12 months", "Case study from your industry", "Agenda for Thursday",
        "Next steps and timeline", "Trial access for your team", "Updated order form", "Introduction to our onboarding lead",
    ),
    "call": (
        "Discovery call", "Qualification call", "Call about pricing", "Check-in with the project lead",
        "Call back on integration questions", "Reference call arranged", "Left a voicemail", "Negotiation call",
    ),
    "meeting": (
        "Product demo", "Technical deep dive with IT", "On-site workshop", "Review of the proposal",
        "Kick-off with the buying team", "Executive sponsor meeting", "Security review", "Quarterly business review",
    ),
    "note": (
        "Budget confirmed for this quarter", "Decision maker identified", "Competitor in the evaluation",
        "Wants references from similar companies", "Prefers annual billing", "Legal review takes two weeks",
    ),
    "task": (
        "Send the revised quote", "Prepare the demo environment", "Schedule the follow-up", "Collect the signed order form",
        "Share the implementation plan", "Update the forecast", "Check the discount approval",
    ),
}  # fmt: skip

MINUTES = {"call": (10, 15, 20, 25, 30), "meeting": (30, 45, 60, 60, 90)}
"""Durations by activity type; others have none."""

OPEN_STAGES = (("qualification", 10), ("discovery", 25), ("proposal", 50), ("negotiation", 75))
"""Open pipeline stages in order, with their probability in percent."""
