namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Which slots are to move where.</summary>
public sealed record PostgresMoveOrder
{
    public const int MaxSlotsAtOnce = 256;

    /// <summary>The slots; those that are there already stay. Null: as few as give every database the same number, and the target is not asked.</summary>
    public IReadOnlyList<int>? Slots { get; init; }

    /// <summary>The number of the database in the list.</summary>
    public int Target { get; init; }

    /// <summary>Slots whose rows are held up together while they are copied.</summary>
    public int SlotsAtOnce { get; init; } = 8;
}
