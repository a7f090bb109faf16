using System.Collections.Concurrent;
using FileStorage.Client.Transfers;

namespace FileStorage.Tests.Client.Tests;

/// <summary>Keeps what a transfer told.</summary>
internal sealed class RecordingObserver : ITransferObserver
{
    private long _progressed;

    public ConcurrentQueue<TransferredFile> Done { get; } = [];

    public ConcurrentQueue<(string Path, string Reason)> Left { get; } = [];

    public ConcurrentQueue<(string Path, Exception Exception)> Failures { get; } = [];

    public long Bytes => Interlocked.Read(ref _progressed);

    public void Found(long bytes)
    {
    }

    public void Progressed(long bytes) => Interlocked.Add(ref _progressed, bytes);

    public void Completed(TransferredFile file) => Done.Enqueue(file);

    public void LeftOut(string path, string reason) => Left.Enqueue((path, reason));

    public void Failed(string path, Exception exception) => Failures.Enqueue((path, exception));
}
