using FileStorage.Api.Contracts.Accounts;
using FileStorage.Client;
using FileStorage.Client.Connections;
using FileStorage.Cli.Settings;
using System.Net;

namespace FileStorage.Cli.Sessions;

/// <summary>A client that speaks for somebody. Where it had to sign in for this one command, it signs out at the end.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly bool _signOut;

    private Session(FileStorageClient client, string token, bool signOut)
    {
        Client = client;
        Token = token;
        _signOut = signOut;
    }

    public FileStorageClient Client { get; }

    public string Token { get; }

    /// <summary>A token that was given, or that was saved; or e-mail and password from the environment, for this command only.</summary>
    /// <param name="settings">Server and credentials.</param>
    /// <param name="retries">How patient the client is.</param>
    /// <param name="keepDevice">Whether a device that signs in now stays signed in.</param>
    /// <param name="limits">What holds its transfers back.</param>
    /// <param name="cancellationToken">Ends the sign-in.</param>
    /// <exception cref="CommandException">Nobody is signed in.</exception>
    public static async Task<Session> OpenAsync(
        ConnectionSettings settings, RetryPolicy retries, bool keepDevice, TransferLimits? limits, CancellationToken cancellationToken)
    {
        if (settings.Token is { } given)
        {
            return new Session(Connect(settings, given, retries, limits), given, signOut: false);
        }

        if (settings is { Email: { } email, Password: { } password })
        {
            if (settings.Saved is { } same && string.Equals(same.Email, email, StringComparison.OrdinalIgnoreCase)
                && await IsAliveAsync(settings, same.Token, cancellationToken))
            {
                return new Session(Connect(settings, same.Token, retries, limits), same.Token, signOut: false);
            }

            var device = await SignInAsync(settings, email, password, deviceName: null, cancellationToken);
            return new Session(Connect(settings, device.Token, retries, limits), device.Token, signOut: !keepDevice);
        }

        return settings.Saved is { } saved && (settings.Email is null || settings.Email == saved.Email)
            ? new Session(Connect(settings, saved.Token, retries, limits), saved.Token, signOut: false)
            : throw new CommandException($"You are not signed in to {settings.Url.GetLeftPart(UriPartial.Authority)}: run `filestorage login`.");
    }

    /// <summary>A client that speaks for nobody.</summary>
    public static FileStorageClient Connect(ConnectionSettings settings, string? token = null, RetryPolicy? retries = null, TransferLimits? limits = null) => new(
        new ConnectionOptions
        {
            Server = settings.Url,
            Token = token,
            HttpVersion = settings.HttpVersion,
            Retries = retries ?? RetryPolicy.Brief,
            UploadLimit = limits?.Upload,
            DownloadLimit = limits?.Download,
        });

    public static async Task<SignInBody> SignInAsync(
        ConnectionSettings settings, string email, string password, string? deviceName, CancellationToken cancellationToken)
    {
        using var client = Connect(settings);
        return await client.SignInAsync(
            new SignInRequest { Email = email, Password = password, DeviceName = deviceName ?? $"filestorage on {Environment.MachineName}" },
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_signOut)
        {
            try
            {
                // Also after Ctrl-C: a device that nobody uses should not stay.
                await Client.SignOutAsync(CancellationToken.None);
            }
            catch (FileStorageException exception)
            {
                await Console.Error.WriteLineAsync(
                    $"filestorage: this command's device could not be signed out ({exception.Message}): see `filestorage devices`.");
            }
        }

        Client.Dispose();
    }

    private static async Task<bool> IsAliveAsync(ConnectionSettings settings, string token, CancellationToken cancellationToken)
    {
        try
        {
            using var client = Connect(settings, token);
            await client.GetMeAsync(cancellationToken);
            return true;
        }
        catch (FileStorageException exception) when (exception.Status is HttpStatusCode.Unauthorized)
        {
            return false;
        }
    }
}
