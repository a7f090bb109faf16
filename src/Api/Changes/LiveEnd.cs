namespace FileStorage.Api.Changes;

/// <summary>Why the server ends a live connection.</summary>
internal enum LiveEnd
{
    /// <summary>The device's token opens nothing any more.</summary>
    Revoked,

    /// <summary>The device has too many, and this was its oldest.</summary>
    Displaced,

    /// <summary>The server stops, or cannot go on.</summary>
    Closing,
}
