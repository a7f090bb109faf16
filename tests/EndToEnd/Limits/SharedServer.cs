using FileStorage.Tests.EndToEnd.Accounts;
using FileStorage.Tests.EndToEnd.Processes;

namespace FileStorage.Tests.EndToEnd.Limits;

/// <summary>One server and its administrator for all of these: no test here stops it.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal ServerProcess Server { get; private set; } = null!;

    internal TestAccount Account { get; private set; } = null!;

    internal bool HasEnded => Server.HasExited;

    public async ValueTask InitializeAsync()
    {
        Server = await ServerProcess.StartAsync();
        Account = await TestAccount.OpenAsync(Server);
    }

    public async ValueTask DisposeAsync()
    {
        Account.Dispose();
        await Server.DisposeAsync();
    }
}
