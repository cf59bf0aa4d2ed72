"""The documentation as something that is tested: generated pages, links, and tutorials that are carried out."""
