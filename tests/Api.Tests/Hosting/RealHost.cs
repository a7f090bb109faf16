using FileStorage.Silo.Hosting;
using FileStorage.Tests.Api.Tests.Hosting;
using Microsoft.AspNetCore.Builder;

[assembly: AssemblyFixture(typeof(RealHost))]

namespace FileStorage.Tests.Api.Tests.Hosting;

/// <summary>The real service, as `dotnet run --project src/Silo` starts it, on a free port and an empty folder.</summary>
public sealed class RealHost : IAsyncLifetime
{
    private readonly string[] _settings;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "filestorage-api-" + Guid.NewGuid().ToString("N"));
    private WebApplication? _application;

    public RealHost()
        : this([])
    {
    }

    internal RealHost(string[] settings) => _settings = settings;

    public string Folder => _folder;

    /// <summary>The first account, the administrator's.</summary>
    public Session Administrator { get; private set; } = null!;

    public HttpClient Anonymous { get; private set; } = null!;

    public WebApplication Application => _application!;

    public async ValueTask InitializeAsync()
    {
        // All tests are one address; what is throttled is tried on hosts with settings of their own.
        _application = SiloHost.Build(["--urls", "http://127.0.0.1:0", "--data", _folder, "--Accounts:MaxRegistrations=10000", "--Links:MaxUnknownTokens=100000", .. _settings]);
        await _application.StartAsync();
        Anonymous = new HttpClient { BaseAddress = new Uri(_application.Urls.First()) };
        Administrator = await MakeAccountAsync();
    }

    /// <summary>A new account with a device that is signed in.</summary>
    public async Task<Session> MakeAccountAsync(string? address = null)
    {
        var email = address ?? $"{Guid.NewGuid():N}@example.org";
        var account = await Session.RegisterAsync(Anonymous, email);
        return await Session.SignInAsync(Anonymous, account, email, "a device");
    }

    public async ValueTask DisposeAsync()
    {
        Anonymous?.Dispose();
        if (_application is not null)
        {
            await _application.StopAsync();
            await _application.DisposeAsync();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
