namespace FileStorage.Grains.Interfaces.Uploads;

/// <summary>What appending to an upload can lead to.</summary>
public enum AppendOutcome
{
    /// <summary>Durable.</summary>
    Appended,

    /// <summary>Another writer has taken the upload over, or it is over. Nothing was kept.</summary>
    Superseded,

    /// <summary>The quota has no room for more. Nothing was kept.</summary>
    NoRoom,

    /// <summary>More has come than the upload was to have, or in more chunks than a file has. Nothing was kept.</summary>
    TooLong,

    /// <summary>It was said to be of another length before. Nothing was kept.</summary>
    OtherLength,
}
