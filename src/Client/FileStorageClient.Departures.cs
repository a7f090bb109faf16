using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Departures;
using FileStorage.Client.Connections;

namespace FileStorage.Client;

// Taking one's data along, and deleting accounts.
public sealed partial class FileStorageClient
{
    /// <summary>Everything of the account (null: of one's own) as one zip, read while it comes. It is whole when it ends without an exception.</summary>
    public async Task ExportAccountAsync(Guid? account, Stream destination, CancellationToken cancellationToken = default)
    {
        var url = account is { } id ? $"admin/accounts/{id}/export" : "account/export";
        using var response = await OpenAsync(() => new HttpRequestMessage(HttpMethod.Get, url), Repeat.WhenNotReceived, cancellationToken);
        try
        {
            await response.Content.CopyToAsync(destination, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw FileStorageException.Unreachable(Server, exception);
        }
    }

    /// <summary>What goes with the account (null: one's own) if it is deleted.</summary>
    public Task<DeparturePreviewBody> PreviewDeletionAsync(Guid? account = null, CancellationToken cancellationToken = default) =>
        GetAsync(account is { } id ? $"admin/accounts/{id}/deletion" : "account/deletion", Json.DeparturePreviewBody, cancellationToken);

    /// <summary>Deletes one's own account with everything in it: nobody gets in from the answer on.</summary>
    public Task DeleteAccountAsync(string password, string? groupsTo, CancellationToken cancellationToken = default) =>
        DeleteAccountAsync("account", new DeleteAccountRequest { Password = password, GroupsTo = groupsTo }, cancellationToken);

    /// <summary>Deletes an account with everything in it (for the administrator).</summary>
    public Task DeleteAccountAsync(Guid account, string? groupsTo, CancellationToken cancellationToken = default) =>
        DeleteAccountAsync($"admin/accounts/{account}", new DeleteAccountRequest { GroupsTo = groupsTo }, cancellationToken);

    /// <summary>Gives or takes an administrator's rights (for the administrator).</summary>
    public async Task SetAdministratorAsync(Guid account, bool isAdministrator, CancellationToken cancellationToken = default)
    {
        var body = new QuotaRequest { Administrator = isAdministrator };
        using var response = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Patch, $"admin/accounts/{account}") { Content = JsonBody(body, Json.QuotaRequest) },
            Repeat.Always,
            cancellationToken);
    }

    private async Task DeleteAccountAsync(string url, DeleteAccountRequest request, CancellationToken cancellationToken) =>
        (await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Delete, url) { Content = JsonBody(request, Json.DeleteAccountRequest) },
            Repeat.WhenNotReceived,
            cancellationToken)).Dispose();
}
