namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>A table whose rows lie where their slot does (docs/decisions/0021-shards.md).</summary>
/// <param name="Name">The table, in the schema public.</param>
/// <param name="Slot">The slot of a row, as SQL.</param>
internal sealed record PostgresSlotTable(string Name, string Slot)
{
    public static IReadOnlyList<PostgresSlotTable> All { get; } =
    [
        new("drives", "public.slot_of_drive(id)"),
        new("entries", "public.slot_of_drive(drive)"),
        new("journal", "public.slot_of_drive(drive)"),
        new("inbox", "public.slot_of_drive(drive)"),
        new("grants", "public.slot_of_drive(drive)"),
        new("rewinds", "public.slot_of_drive(drive)"),
        new("versions", "public.slot_of_drive(drive)"),
        new("chunks", "public.slot_of_chunk(id)"),
        new("documents", "public.slot_of_key(kind, key)"),
        new("claims", "public.slot_of_key(kind, key)"),
        new("upload_parts", "public.slot_of_drive(upload)"),
    ];

    /// <summary>The index by which the rows of a few slots are found among all. It is there only while slots move.</summary>
    public string Index => $"{Name}_moving";
}
