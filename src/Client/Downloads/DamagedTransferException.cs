namespace FileStorage.Client.Downloads;

/// <summary>Bytes arrived that are not what their hash says, twice; nothing was written to the destination.</summary>
public sealed class DamagedTransferException()
    : IOException("What arrived is not what the server's hash says; the file was not written. Ask the administrator for a scrub.");
