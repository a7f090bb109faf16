using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>What becomes of one write if its transaction is committed; a failure takes the place of the outcome.</summary>
internal readonly record struct PostgresVerdict(WriteOutcome Outcome, MetadataException? Failure)
{
    public static readonly PostgresVerdict Committed = new(WriteOutcome.Committed, Failure: null);

    public static readonly PostgresVerdict Conflict = new(WriteOutcome.Conflict, Failure: null);

    public bool Stands => Outcome == WriteOutcome.Committed && Failure is null;
}
