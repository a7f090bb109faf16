using FileStorage.Storage.Metadata.Database;

namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>One statement of a batch: a statement of ours, or the same for many rows.</summary>
internal readonly record struct PostgresCommand(IReadOnlyList<SqlStatement> Rows)
{
    public bool HasMany => Rows.Count > 1;

    /// <summary>How many rows it must change, or null for any number.</summary>
    public int? Expected => Rows[0].Expect == Expect.ExactlyOne ? Rows.Count : null;
}
