using FileStorage.Grains.Chunks;
using FileStorage.Grains.Drives;
using FileStorage.Grains.Interfaces.History;
using FileStorage.Storage.Metadata.Drives;
using FileStorage.Storage.Metadata.Files;
using Microsoft.Extensions.Options;

namespace FileStorage.Grains.History;

/// <summary>Makes the history of a drive when its grain is activated.</summary>
internal sealed class DriveHistories(
    IDriveStore store, IFileStore files, ManifestReader manifests, IOptions<JournalOptions> journal, IOptions<HistoryOptions> history, TimeProvider clock)
{
    public HistoryPolicy PolicyOf(DriveRow drive) => PolicyDocument.Parse(drive.Policy, history.Value);

    public (DriveHistory History, Rewinder Rewinder) Open(IGrainFactory grains, DriveTree tree, DriveCommitter committer)
    {
        var moments = new MomentFinder(store, committer, journal.Value, clock);
        var rewinder = new Rewinder(store, grains, manifests, clock, committer);
        return (new DriveHistory(store, files, tree, committer, moments, rewinder), rewinder);
    }
}
