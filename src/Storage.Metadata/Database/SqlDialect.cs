namespace FileStorage.Storage.Metadata.Database;

/// <summary>What a database speaks. Texts are written for both; this is for what cannot be.</summary>
public enum SqlDialect
{
    /// <summary>One writer at a time: what a statement has read holds until its transaction ends.</summary>
    Sqlite = 0,

    /// <summary>Many writers at a time, each statement on the newest snapshot: a row that must stay has to be locked.</summary>
    Postgres = 1,
}
