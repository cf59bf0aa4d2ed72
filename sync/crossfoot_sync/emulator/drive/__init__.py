"""Drive v3: files, who may see and write them, their versions, copies and exports."""
