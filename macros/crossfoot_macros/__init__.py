"""VBA modules, ribbon XML, Apps Script, and the builder that packs them into an add-in file will live here."""
