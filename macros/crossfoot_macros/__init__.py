"""The script in shared Google spreadsheets. VBA modules, ribbon XML and their builder will live here too."""
