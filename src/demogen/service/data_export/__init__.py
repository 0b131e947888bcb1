"""A tenant's generated records as files for other programs."""

from demogen.service.data_export.archive import DataFormat, export_tenant

__all__ = ["DataFormat", "export_tenant"]
