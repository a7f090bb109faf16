using FileStorage.Sync.Local;
using FileStorage.Sync.Remote;

namespace FileStorage.Sync.Engine;

/// <summary>Listens to the folder and to the server. Both only say where to look.</summary>
internal sealed class Watches(ILocalFolder folder, IRemoteDrive drive, Errands errands, TimeProvider clock, SyncOptions options)
{
    private readonly HashSet<LocalChange> _changes = [];
    private bool _isResting;

    /// <param name="changed">Folders to look at; with false more of the burst is to come.</param>
    /// <param name="rang">There may be news.</param>
    /// <param name="lost">The folder or the server is lost for good.</param>
    public void Start(Action<IReadOnlyList<LocalChange>, bool> changed, Action rang, Action<Exception> lost)
    {
        errands.Start(async cancellationToken =>
        {
            try
            {
                await foreach (var change in folder.WatchAsync(cancellationToken))
                {
                    errands.Post(() => Gather(change, changed));
                }
            }
            catch (IOException exception)
            {
                return () => lost(exception);
            }

            return () => { };
        });
        errands.Start(async cancellationToken =>
        {
            try
            {
                await foreach (var _ in drive.ListenAsync(cancellationToken))
                {
                    errands.Post(rang);
                }
            }
            catch (RemoteDeniedException exception)
            {
                return () => lost(exception);
            }

            return () => { };
        });
    }

    private void Gather(LocalChange change, Action<IReadOnlyList<LocalChange>, bool> changed)
    {
        _changes.Add(change);
        if (_isResting)
        {
            return;
        }

        _isResting = true;
        changed([], false);
        errands.Start(async cancellationToken =>
        {
            await Task.Delay(options.QuietTime, clock, cancellationToken);
            return () =>
            {
                _isResting = false;
                changed([.. _changes], true);
                _changes.Clear();
            };
        });
    }
}
