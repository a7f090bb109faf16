namespace FileStorage.Client.Connections;

/// <summary>When a request that failed may be sent again.</summary>
internal enum Repeat
{
    /// <summary>Repeating it does no harm, whatever became of the first attempt.</summary>
    Always,

    /// <summary>Only where the server cannot have acted on it: no connection, or it said so (429).</summary>
    WhenNotReceived,
}
