using System.Net;
using System.Security.Cryptography;
using System.Text;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Client;
using FileStorage.Client.Items;
using FileStorage.Client.Uploads;
using FileStorage.Client.Versions;
using FileStorage.Core.Chunks;
using FileStorage.Core.Names;

namespace FileStorage.Cli.Importing;

/// <summary>
/// Brings what a source has to the server. A file is copied to this machine, verified there, and sent as a new file, or as the next version of the
/// one that an earlier import made and nobody changed since; whatever else is at its place is told and not touched.
/// </summary>
internal sealed class Importer(
    FileStorageClient client, IImportSource source, ImportState state, ImportReport report, string target, string spool, int workers) : IDisposable
{
    private readonly VersionUploader _uploader = new(client, new UploadOptions());
    private readonly ImportFolders _folders = new(client);

    public void Dispose() => _uploader.Dispose();

    /// <exception cref="CommandException">The source cannot be listed.</exception>
    /// <exception cref="FileStorageException">The server cannot be reached, or does not know the token.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _folders.MakeAsync(target, cancellationToken);
        await Parallel.ForEachAsync(
            source.ListAsync(report, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
            async (item, token) => await ImportAsync(item, token));
    }

    private async Task ImportAsync(SourceItem item, CancellationToken cancellationToken)
    {
        var typed = (target == "/" ? "" : target) + item.Path;
        if (!EntryPath.TryParse(typed, out var parsed, out var problem))
        {
            report.Failed(typed, problem ?? "It cannot be a path.");
            return;
        }

        var path = parsed.ToString();
        try
        {
            if (item.IsFolder)
            {
                await _folders.MakeAsync(path, cancellationToken);
                return;
            }

            await ImportFileAsync(item, path, cancellationToken);
        }
        catch (FileStorageException exception) when (exception.Is(ProblemTypes.PreconditionFailed) || exception.Is(ProblemTypes.NameTaken) || exception.Is(ProblemTypes.NotPossible))
        {
            report.Differs(path, "something came to its place meanwhile");
        }
        catch (FileStorageException exception) when (exception.Status is not null and not HttpStatusCode.Unauthorized)
        {
            report.Failed(path, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            report.Failed(path, exception.Message);
        }
    }

    private async Task ImportFileAsync(SourceItem item, string path, CancellationToken cancellationToken)
    {
        var known = state.Find(item.Path);
        var there = await client.FindItemAsync(ItemAddress.OfPath(path), cancellationToken);
        if (there is { Kind: "folder" })
        {
            report.Differs(path, "on the server it is a folder");
            return;
        }

        if (there is not null && known is not null && known.VersionId == there.VersionId)
        {
            if (known.Source == item.Identity)
            {
                report.Unchanged(path, item);
                return;
            }

            // What an earlier import brought, and nobody touched since: the source has a newer one.
            await SendAsync(item, path, there, cancellationToken);
            return;
        }

        if (there is null)
        {
            await SendAsync(item, path, null, cancellationToken);
            return;
        }

        await CompareAsync(item, path, there, cancellationToken);
    }

    // Somebody else's file has the name. Only what it holds decides whether that is the same.
    private async Task CompareAsync(SourceItem item, string path, ItemBody there, CancellationToken cancellationToken)
    {
        if (item.SizeBytes >= 0 && item.SizeBytes != there.Size)
        {
            report.Differs(path, $"it has {item.SizeBytes} bytes in the source and {there.Size} on the server");
            return;
        }

        using var file = await SpooledFile.CopyAsync(source, item, spool, cancellationToken);
        if (await HashAsync(there, cancellationToken) != file.Sha256)
        {
            report.Differs(path, $"its content is another; it was changed {item.ModifiedAt:u} in the source and {there.ModifiedAt:u} on the server");
            return;
        }

        Remember(item, there, file.Sha256);
        report.Unchanged(path, item);
    }

    private async Task SendAsync(SourceItem item, string path, ItemBody? there, CancellationToken cancellationToken)
    {
        using var file = await SpooledFile.CopyAsync(source, item, spool, cancellationToken);
        var parsed = EntryPath.TryParse(path, out var entry, out _) ? entry : throw new IOException($"{path} is no path.");
        var version = new NewVersion
        {
            OperationId = OperationOf(item, path, file.Sha256, there),
            FileId = there?.Id,
            ParentId = there is null ? await _folders.MakeAsync(parsed.Parent.ToString(), cancellationToken) : null,
            Name = there is null ? parsed.Name : null,
            ExpectedEtag = there?.Etag,
            ModifiedAt = item.ModifiedAt ?? TimeProvider.System.GetUtcNow(),
            Executable = item.Executable,
        };
        var stored = file.SizeBytes <= ChunkLimits.MaxChunkBytes / 4
            ? await SendSmallAsync(version, file, cancellationToken)
            : (await _uploader.UploadAsync(version, file, cancellationToken)).Item;

        // Every chunk was verified by its hash when it came; what the server says of the whole has to agree.
        if (stored.Size != file.SizeBytes || (stored.Sha256 is { } hash && hash.ToString() != file.Sha256))
        {
            throw new IOException($"The server stored {stored.Size} bytes with the SHA-256 {stored.Sha256}; {file.SizeBytes} bytes with {file.Sha256} were sent.");
        }

        Remember(item, stored, file.Sha256);
        report.Imported(path, there is not null, item with { SizeBytes = file.SizeBytes }, file.Sha256);
    }

    private async Task<ItemBody> SendSmallAsync(NewVersion version, SpooledFile file, CancellationToken cancellationToken)
    {
        var content = new byte[file.SizeBytes];
        for (var at = 0; at < content.Length;)
        {
            at += await file.ReadAsync(at, content.AsMemory(at), cancellationToken);
        }

        var small = new SmallVersion(version, content, ChunkId.Of(content));
        await foreach (var line in _uploader.UploadSmallAsync([small], cancellationToken))
        {
            return line.Item ?? throw FileStorageException.Refused((HttpStatusCode)line.Status, line.Problem);
        }

        throw new IOException("The server did not say what became of it; run the import again.");
    }

    private void Remember(SourceItem item, ItemBody stored, string sha256) => state.Add(new ImportRecord
    {
        Path = item.Path,
        Source = item.Identity,
        VersionId = stored.VersionId ?? Guid.Empty,
        Sha256 = sha256,
    });

    private async Task<string> HashAsync(ItemBody item, CancellationToken cancellationToken)
    {
        if (item.Sha256 is { } known)
        {
            return known.ToString();
        }

        await using var content = client.OpenVersion(item.Id, item.Version, 0, item.Size);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }

    // The same file to the same place is the same operation: a repeat, whose answer was lost, finds what was done.
    private static Guid OperationOf(SourceItem item, string path, string sha256, ItemBody? there)
    {
        var what = $"{item.Identity}\n{path}\n{sha256}\n{there?.Id}\n{there?.VersionId}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16));
    }
}
