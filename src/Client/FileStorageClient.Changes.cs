using System.Globalization;
using FileStorage.Api.Contracts.Changes;

namespace FileStorage.Client;

// What changed.
public sealed partial class FileStorageClient
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A page of what changed since a cursor; without one, of everything there is. Where there is nothing new, the server waits for up to
    /// <paramref name="wait"/> (at most 60 seconds, and at most half of <see cref="Connections.ConnectionOptions.IdleTimeout"/>).
    /// </summary>
    /// <exception cref="FileStorageException">With the problem "resync" (410): begin again without a cursor.</exception>
    public Task<ChangesBody> ReadChangesAsync(
        string? cursor, TimeSpan wait = default, int limit = ListPageSize, CancellationToken cancellationToken = default)
    {
        var patience = new[] { wait, LongestWait, _sender.IdleTimeout / 2 }.Min();
        var query = string.Create(CultureInfo.InvariantCulture, $"changes?limit={limit}&wait={(int)Math.Ceiling(patience.TotalSeconds)}");
        return GetAsync(
            cursor is null ? query : $"{query}&cursor={Uri.EscapeDataString(cursor)}", Json.ChangesBody, cancellationToken);
    }
}
