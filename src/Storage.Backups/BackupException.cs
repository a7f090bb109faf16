namespace FileStorage.Storage.Backups;

/// <summary>A folder is no whole backup, or its files are not what was written; the message is a sentence for the operator.</summary>
public sealed class BackupException : Exception
{
    public BackupException(string message)
        : base(message)
    {
    }

    public BackupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
