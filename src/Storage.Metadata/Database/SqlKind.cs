namespace FileStorage.Storage.Metadata.Database;

/// <summary>What a <see cref="SqlValue"/> holds.</summary>
public enum SqlKind : byte
{
    Null = 0,
    Number = 1,
    Text = 2,
    Blob = 3,

    /// <summary>A Guid, stored as 16 bytes in big-endian order, so that version 7 ids sort by their time.</summary>
    Id = 4,
}
