namespace FileStorage.Client.Connections;

/// <summary>What went wrong with one attempt, as far as repeating is concerned.</summary>
internal enum Fault
{
    /// <summary>No connection was made; the server has seen nothing.</summary>
    NotReceived,

    /// <summary>The connection broke or the server fell silent; what it did is not known.</summary>
    Unknown,

    /// <summary>Repeating cannot help.</summary>
    Final,
}
