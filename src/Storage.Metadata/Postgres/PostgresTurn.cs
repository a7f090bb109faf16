namespace FileStorage.Storage.Metadata.Postgres;

/// <summary>
/// The lanes of a database take turns: the statements of one half of them run while the other half is flushed, not beside each other. Two
/// lanes at once on two cores take as long as one after the other, and whatever comes meanwhile is in the next commit instead of one by itself.
/// A courtesy and no lock: a lane whose statements wait for another process's transaction keeps the others for a moment only.
/// </summary>
internal sealed class PostgresTurn(int lanes, TimeSpan longestWait) : IDisposable
{
    private readonly SemaphoreSlim _free = new((lanes + 1) / 2);

    /// <summary>Waits for the turn, or for as long as anybody may be kept waiting.</summary>
    public async ValueTask<Held> TakeAsync() => new(this, await _free.WaitAsync(longestWait));

    public void Dispose() => _free.Dispose();

    /// <summary>The turn, or the leave to go on without it.</summary>
    public sealed class Held(PostgresTurn turn, bool isTaken) : IDisposable
    {
        private bool _isTaken = isTaken;

        /// <summary>Gives the turn to the next. More than once does no harm.</summary>
        public void Dispose()
        {
            if (_isTaken)
            {
                _isTaken = false;
                _ = turn._free.Release();
            }
        }
    }
}
