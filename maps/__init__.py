"""What a person sees: HTML maps, static figures, tables, reports, the command line."""
