using System.Runtime.CompilerServices;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Maintenance;
using FileStorage.Client.Connections;

namespace FileStorage.Client;

// What only the administrator may do.
public sealed partial class FileStorageClient
{
    public async Task SetQuotaAsync(Guid user, long quotaBytes, CancellationToken cancellationToken = default)
    {
        var body = new QuotaRequest { QuotaBytes = quotaBytes };
        using var response = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Patch, $"admin/accounts/{user}") { Content = JsonBody(body, Json.QuotaRequest) },
            Repeat.Always,
            cancellationToken);
    }

    /// <summary>An invitation for one account.</summary>
    public async Task<string> InviteAsync(CancellationToken cancellationToken = default) =>
        (await CallAsync(() => Post("admin/invites"), Repeat.WhenNotReceived, Json.InviteBody, cancellationToken)).Invite;

    public Task<StatisticsBody> GetStatisticsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("admin/statistics", Json.StatisticsBody, cancellationToken);

    /// <summary>From now on new chunks are kept under a new master key.</summary>
    public async Task RotateKeysAsync(CancellationToken cancellationToken = default) =>
        (await SendAsync(() => Post("admin/rotate-keys"), Repeat.WhenNotReceived, cancellationToken)).Dispose();

    /// <summary>Verifies every invariant that can be verified from outside, and changes nothing.</summary>
    public IAsyncEnumerable<MaintenanceLineBody> CheckAsync(CancellationToken cancellationToken = default) =>
        MaintainAsync("admin/check", cancellationToken);

    /// <summary>Reads and verifies every stored byte, and marks what is damaged.</summary>
    public IAsyncEnumerable<MaintenanceLineBody> ScrubAsync(CancellationToken cancellationToken = default) =>
        MaintainAsync("admin/scrub", cancellationToken);

    /// <summary>Deletes chunks that nothing has referred to for <paramref name="grace"/>; null leaves that to the server.</summary>
    public IAsyncEnumerable<MaintenanceLineBody> CollectAsync(TimeSpan? grace, CancellationToken cancellationToken = default) =>
        MaintainAsync(grace is { } time ? $"admin/collect?graceSeconds={(long)time.TotalSeconds}" : "admin/collect", cancellationToken);

    /// <summary>Moves every chunk from the former store to the current one.</summary>
    public IAsyncEnumerable<MaintenanceLineBody> MoveChunksAsync(CancellationToken cancellationToken = default) =>
        MaintainAsync("admin/move-chunks", cancellationToken);

    /// <summary>Says that the chunk store is this server's, so that it deletes there again. Not for a copy of a server.</summary>
    public async Task ClaimStoreAsync(CancellationToken cancellationToken = default) =>
        (await SendAsync(() => Post("admin/claim-store"), Repeat.Always, cancellationToken)).Dispose();

    /// <summary>Brings damaged chunks back from a backup on the server's machine; changed counts the healed ones.</summary>
    public IAsyncEnumerable<MaintenanceLineBody> RepairAsync(string backup, CancellationToken cancellationToken = default) =>
        MaintainAsync($"admin/repair?from={Uri.EscapeDataString(backup)}", cancellationToken);

    /// <summary>Copies the whole server into a folder of its machine; examined counts files.</summary>
    public IAsyncEnumerable<MaintenanceLineBody> BackUpAsync(string folder, CancellationToken cancellationToken = default) =>
        MaintainAsync($"admin/backup?folder={Uri.EscapeDataString(folder)}", cancellationToken);

    /// <exception cref="FileStorageException">Also where the answer ends before the work did.</exception>
    private async IAsyncEnumerable<MaintenanceLineBody> MaintainAsync(
        string url, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(() => Post(url), Repeat.WhenNotReceived, cancellationToken);
        var done = false;
        await foreach (var line in GuardAsync(ReadLinesAsync(response, Json.MaintenanceLineBody, cancellationToken), cancellationToken))
        {
            done = line.Done;
            yield return line;
        }

        if (!done)
        {
            throw new FileStorageException("The server's answer was cut off: it is not known whether the work was finished. Run it again.");
        }
    }

    /// <summary>The same sequence, with a broken connection told as a <see cref="FileStorageException"/>.</summary>
    internal async IAsyncEnumerable<T> GuardAsync<T>(
        IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var each = source.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await each.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException or TimeoutException)
            {
                throw FileStorageException.Unreachable(Server, exception);
            }

            yield return each.Current;
        }
    }
}
