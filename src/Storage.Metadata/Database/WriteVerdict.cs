namespace FileStorage.Storage.Metadata.Database;

/// <summary>What becomes of one write if its transaction is committed; a failure takes the place of the outcome.</summary>
internal readonly record struct WriteVerdict(WriteOutcome Outcome, MetadataException? Failure)
{
    public static readonly WriteVerdict Committed = new(WriteOutcome.Committed, Failure: null);

    public static readonly WriteVerdict Conflict = new(WriteOutcome.Conflict, Failure: null);

    public bool Stands => Outcome == WriteOutcome.Committed && Failure is null;
}
