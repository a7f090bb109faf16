using System.Collections.Immutable;
using FileStorage.Core.Conflicts;
using FileStorage.Core.Versions;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Storage.Metadata.Files;

namespace FileStorage.Grains.Files;

// What others ask about versions.
internal sealed partial class FileGrain
{
    private const int MaxPage = 1000;

    public async Task<EditStanding?> JudgeEditAsync(Guid? baseVersionId, Guid driveId, CancellationToken cancellationToken)
    {
        await LoadAsync(driveId, cancellationToken);
        await ShowNewestAsync(cancellationToken);
        if (_newest is not { } newest)
        {
            return null;
        }

        var edited = baseVersionId == newest.Id ? newest
            : baseVersionId is { } id ? await files.FindVersionAsync(driveId, FileId, id, cancellationToken) : null;
        return new EditStanding
        {
            Newest = VersionMapping.ToVersion(newest),
            Base = edited is null ? null : VersionMapping.ToVersion(edited),
            Order = EditOrder.Of(
                edited is null ? null : VersionVector.Parse(edited.Vector.Span), VersionVector.Parse(newest.Vector.Span)),
        };
    }

    public async Task<FileVersion?> FindAsync(long number, Guid driveId, CancellationToken cancellationToken)
    {
        var row = number == _newest?.Number ? _newest : await files.FindVersionAsync(driveId, FileId, number, cancellationToken);
        return row is { State: VersionState.Kept } ? VersionMapping.ToVersion(row) : null;
    }

    public async Task<FileVersionPage> ListAsync(long beforeNumber, int limit, Guid driveId, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        while (true)
        {
            var rows = await files.ReadVersionsAsync(driveId, FileId, beforeNumber, size + 1, cancellationToken);
            var hasMore = rows.Count > size;
            ImmutableArray<FileVersion> kept = [.. rows.Take(size).Where(row => row.State is VersionState.Kept).Select(VersionMapping.ToVersion)];
            if (!hasMore || !kept.IsEmpty)
            {
                return new FileVersionPage { Versions = kept, HasMore = hasMore };
            }

            // All of them are on their way out, and whoever asks goes on after the last that he is told of.
            beforeNumber = rows[size - 1].Number;
        }
    }

    public async Task<bool> HasVersionAsync(Guid versionId, Guid driveId, CancellationToken cancellationToken) =>
        await files.FindVersionAsync(driveId, FileId, versionId, cancellationToken) is not null;
}
