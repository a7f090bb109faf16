namespace FileStorage.Api.Changes;

/// <summary>Why a live connection ends.</summary>
internal enum LiveEnd
{
    /// <summary>The device's token opens nothing any more.</summary>
    Revoked,

    /// <summary>The device has too many, and this was its oldest.</summary>
    Displaced,

    /// <summary>The server stops, or cannot go on.</summary>
    Closing,

    /// <summary>The other side has gone, or takes nothing any more: there is nobody to say goodbye to.</summary>
    Gone,
}
