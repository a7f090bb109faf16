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
        for (var looked = size; ; looked = MaxPage)
        {
            var rows = await files.ReadVersionsAsync(driveId, FileId, beforeNumber, looked + 1, cancellationToken);
            List<VersionRow> kept = [.. rows.Take(looked).Where(static row => row.State is VersionState.Kept)];
            if (rows.Count <= looked || kept.Count > 0)
            {
                return new FileVersionPage
                {
                    Versions = [.. kept.Take(size).Select(VersionMapping.ToVersion)],
                    HasMore = rows.Count > looked || kept.Count > size,
                };
            }

            // All of them are on their way out, and whoever asks goes on after the last that he is told of: so are many more, mostly.
            beforeNumber = rows[looked - 1].Number;
        }
    }

    public async Task<bool> HasVersionAsync(Guid versionId, Guid driveId, CancellationToken cancellationToken) =>
        await files.FindVersionAsync(driveId, FileId, versionId, cancellationToken) is not null;
}
