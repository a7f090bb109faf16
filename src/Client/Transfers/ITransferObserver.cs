namespace FileStorage.Client.Transfers;

/// <summary>Is told how a transfer goes, by many threads at once.</summary>
public interface ITransferObserver
{
    /// <summary>A file was found that belongs to the transfer.</summary>
    void Found(long bytes);

    /// <summary>So many bytes were moved, or need not be moved.</summary>
    void Progressed(long bytes);

    /// <summary>The file is durable at its destination; an upload's was acknowledged by the server.</summary>
    void Completed(TransferredFile file);

    /// <summary>Something is left out on purpose, for instance a symbolic link.</summary>
    void LeftOut(string path, string reason);

    /// <summary>A file or folder failed; the rest goes on.</summary>
    void Failed(string path, Exception exception);
}
