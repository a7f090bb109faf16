namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>Stored; numbers never change their meaning.</summary>
internal enum PostgresSlotState
{
    /// <summary>Read and written here.</summary>
    Owned = 1,

    /// <summary>Read and written here, and copied to another database, with what changes meanwhile. Nobody writes it yet.</summary>
    Copied = 2,

    /// <summary>Read and written nowhere, until the other database owns it.</summary>
    Left = 3,
}
