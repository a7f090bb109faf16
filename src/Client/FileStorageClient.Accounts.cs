using System.Runtime.CompilerServices;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Devices;
using FileStorage.Client.Connections;

namespace FileStorage.Client;

// Accounts, sign-in and devices.
public sealed partial class FileStorageClient
{
    /// <summary>Makes an account; the first one of a server is its administrator.</summary>
    public Task<AccountBody> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(() => Post("accounts", JsonBody(request, Json.RegisterRequest)), Repeat.WhenNotReceived, Json.AccountBody, cancellationToken);

    /// <summary>A new device token; it is shown this once.</summary>
    public Task<SignInBody> SignInAsync(SignInRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(() => Post("sign-in", JsonBody(request, Json.SignInRequest)), Repeat.WhenNotReceived, Json.SignInBody, cancellationToken);

    /// <summary>Revokes the token of this client.</summary>
    public async Task SignOutAsync(CancellationToken cancellationToken = default) =>
        (await SendAsync(() => new HttpRequestMessage(HttpMethod.Post, "sign-out"), Repeat.WhenNotReceived, cancellationToken)).Dispose();

    public Task<MeBody> GetMeAsync(CancellationToken cancellationToken = default) => GetAsync("me", Json.MeBody, cancellationToken);

    public async Task<IReadOnlyList<DeviceBody>> ListDevicesAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("devices", Json.DeviceListBody, cancellationToken)).Devices;

    public async Task RenameDeviceAsync(Guid device, string name, CancellationToken cancellationToken = default)
    {
        var body = new RenameDeviceRequest { Name = name };
        using var response = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Patch, $"devices/{device}") { Content = JsonBody(body, Json.RenameDeviceRequest) },
            Repeat.Always,
            cancellationToken);
    }

    /// <summary>Its token is dead from now on.</summary>
    public async Task RevokeDeviceAsync(Guid device, CancellationToken cancellationToken = default) =>
        (await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Delete, $"devices/{device}"), Repeat.WhenNotReceived, cancellationToken)).Dispose();

    /// <summary>Passwords for clients of other makers; they themselves are not told again.</summary>
    public async Task<IReadOnlyList<AppPasswordBody>> ListAppPasswordsAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("app-passwords", Json.AppPasswordListBody, cancellationToken)).AppPasswords;

    /// <summary>A new password for a client of another maker; it is shown this once.</summary>
    public Task<AppPasswordBody> CreateAppPasswordAsync(string name, CancellationToken cancellationToken = default)
    {
        var request = new AppPasswordRequest { Name = name };
        return CallAsync(
            () => Post("app-passwords", JsonBody(request, Json.AppPasswordRequest)), Repeat.WhenNotReceived, Json.AppPasswordBody, cancellationToken);
    }

    /// <summary>It opens nothing from now on.</summary>
    public async Task RevokeAppPasswordAsync(Guid id, CancellationToken cancellationToken = default) =>
        (await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Delete, $"app-passwords/{id}"), Repeat.WhenNotReceived, cancellationToken)).Dispose();

    /// <summary>Every account, oldest first. For the administrator.</summary>
    public async IAsyncEnumerable<AccountBody> ListAccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? after = null;
        do
        {
            var page = await GetAsync($"admin/accounts?limit={ListPageSize}{After(after)}", Json.AccountPageBody, cancellationToken);
            foreach (var account in page.Accounts)
            {
                yield return account;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    private static HttpRequestMessage Post(string url, HttpContent? content = null) => new(HttpMethod.Post, url) { Content = content };

    private static string After(string? after) => after is null ? "" : "&after=" + Uri.EscapeDataString(after);
}
