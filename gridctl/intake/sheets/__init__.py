"""Where things are on a sheet: titles, headings and rows, several tables, cards, floor plans, chains of replies."""
