using System.Runtime.CompilerServices;
using FileStorage.Client.Transfers;

namespace FileStorage.Client.Uploads;

/// <summary>
/// Uploads many files at once: small ones many in a request, large ones chunk by chunk so that they can go on after a kill. A file that
/// fails is told to the observer and the rest goes on; the whole stops only where the server is gone or the token is dead.
/// </summary>
public sealed class Uploader(FileStorageClient client, UploadOptions options, ITransferObserver observer) : IDisposable
{
    private readonly BatchSender _batches = new(client, options, observer);
    private readonly LargeFileSender _large = new(client, options, observer);

    public void Dispose() => _large.Dispose();

    /// <summary>Uploads the files as they are found; done when all of them were acknowledged or have failed.</summary>
    /// <exception cref="FileStorageException">The server cannot be reached, or does not know the token (any more).</exception>
    public Task UploadAsync(IAsyncEnumerable<LocalFile> files, CancellationToken cancellationToken = default) =>
        Parallel.ForEachAsync(
            GroupAsync(files, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellationToken },
            async (group, token) =>
            {
                var grown = group;
                if (group[0].Size <= options.SmallFileBytes)
                {
                    grown = await _batches.SendAsync(group, token);
                }

                foreach (var file in grown)
                {
                    await _large.SendAsync(file, token);
                }
            });

    /// <summary>One large file, or as many small ones as a request may hold.</summary>
    private async IAsyncEnumerable<IReadOnlyList<LocalFile>> GroupAsync(
        IAsyncEnumerable<LocalFile> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (group, bytes) = (new List<LocalFile>(), 0L);
        await foreach (var file in files.WithCancellation(cancellationToken))
        {
            observer.Found(file.Size);
            if (file.LooksUnchanged && (!options.WholeHashes || file.Known!.Sha256 is not null))
            {
                ReportUnchanged(file);
                continue;
            }

            if (file.Size > options.SmallFileBytes || file.LooksUnchanged)
            {
                yield return [file];
                continue;
            }

            if (group.Count == options.BatchFiles || bytes + file.Size > options.BatchBytes)
            {
                yield return group;
                (group, bytes) = ([], 0);
            }

            group.Add(file);
            bytes += file.Size;
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private void ReportUnchanged(LocalFile file)
    {
        observer.Progressed(file.Size);
        observer.Completed(new TransferredFile
        {
            LocalPath = file.FullPath,
            RemotePath = file.RemotePath,
            Size = file.Size,
            Sha256 = file.Known!.Sha256,
            Unchanged = true,
        });
    }
}
