using FileStorage.Api.Callers;
using FileStorage.Api.Trees;
using FileStorage.Core.Sharing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Sharing;

namespace FileStorage.Api.WebDav.Properties;

/// <summary>With what kinds of grantees the items of an answer are shared, drive by drive, each asked once.</summary>
internal sealed class ShareMarks(IGrainFactory grains, Caller caller)
{
    private readonly Dictionary<Guid, Dictionary<Guid, ShareMark>> _drives = [];

    /// <summary>Null for what is not shared, and for what the caller may not share.</summary>
    public async ValueTask<ShareMark?> OfAsync(TreeItem item, CancellationToken cancellationToken)
    {
        if (!item.Rights.HasFlag(Rights.Share))
        {
            return null;
        }

        if (!_drives.TryGetValue(item.DriveId, out var marks))
        {
            var viewer = item.DriveId == caller.DriveId ? null : item.Viewer;
            marks = (await grains.GetGrain<IDriveGrain>(item.DriveId).ListShareMarksAsync(viewer, cancellationToken))
                .ToDictionary(mark => mark.EntryId);
            _drives[item.DriveId] = marks;
        }

        return marks.TryGetValue(item.EntryId, out var mark) ? mark : null;
    }
}
