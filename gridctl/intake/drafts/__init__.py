"""From the columns of a sheet to drafts: what each row says of a record, its members and its house."""
