namespace FileStorage.Client.Uploads;

/// <summary>A file changed while it was read, so that what was read is of no single moment and is not uploaded.</summary>
public sealed class FileChangedException(string fullPath)
    : IOException("It changes while it is read and was not uploaded; run the command again when nothing writes to it.")
{
    public string FullPath { get; } = fullPath;
}
