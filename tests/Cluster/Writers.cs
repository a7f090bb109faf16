using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using FileStorage.Api.Contracts.Accounts;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;

namespace FileStorage.Tests.Cluster;

/// <summary>
/// Clients of a load balancer: each request goes to a gateway, and to the next one where the connection breaks, with the key it had. What was
/// acknowledged is remembered; any other answer than success is a failed request.
/// </summary>
internal sealed class Writers : IDisposable
{
    private const string Password = "correct horse battery";
    private const string Email = "ada@example.org";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<Uri> _gateways;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = Patience };
    private readonly ConcurrentDictionary<string, string> _acknowledged = [];
    private readonly ConcurrentBag<string> _failures = [];
    private long _longestMilliseconds;
    private long _longestOfLate;
    private int _outages;
    private int _outagesBegun;

    private Writers(IReadOnlyList<Uri> gateways) => _gateways = gateways;

    public string Token { get; private set; } = "";

    public int Acknowledged => _acknowledged.Count;

    public IReadOnlyCollection<string> Failures => _failures;

    public long LongestMilliseconds => Interlocked.Read(ref _longestMilliseconds);

    /// <summary>How long the longest request took of those that ended since this was asked last.</summary>
    public long TakeLongest() => Interlocked.Exchange(ref _longestOfLate, 0);

    public static async Task<Writers> OpenAsync(IReadOnlyList<Uri> gateways)
    {
        var writers = new Writers(gateways);
        using var made = await writers._http.PostAsJsonAsync(
            new Uri(gateways[0], "/api/v1/accounts"),
            new RegisterRequest { Email = Email, Password = Password },
            ContractsJsonContext.Default.RegisterRequest,
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        using var signedIn = await writers._http.PostAsJsonAsync(
            new Uri(gateways[^1], "/api/v1/sign-in"),
            new SignInRequest { Email = Email, Password = Password, DeviceName = "writer" },
            ContractsJsonContext.Default.SignInRequest,
            TestContext.Current.CancellationToken);
        writers.Token = (await signedIn.Content.ReadFromJsonAsync(ContractsJsonContext.Default.SignInBody, TestContext.Current.CancellationToken))!.Token;
        writers._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", writers.Token);
        return writers;
    }

    /// <summary>
    /// Until this is disposed, and for requests that began before, an answer of 503 is no failure but asks to come back, as clients do: there is nowhere to put bytes.
    /// </summary>
    public IDisposable ExpectOutage()
    {
        Interlocked.Increment(ref _outagesBegun);
        Interlocked.Increment(ref _outages);
        return new Outage(this);
    }

    /// <summary>Writes new files, each of these many writers one after the other, until told to end.</summary>
    public Task RunAsync(int writers, CancellationToken end) => Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
    {
        for (var number = 0; !end.IsCancellationRequested; number++)
        {
            await WriteAsync($"/writer{writer}/{number}", writer + number);
        }
    }));

    /// <summary>Everything that was acknowledged is there, whichever gateway is asked.</summary>
    public async Task CheckAsync()
    {
        var turn = 0;
        await Parallel.ForEachAsync(
            _acknowledged, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (file, cancellationToken) =>
            {
                var gateway = _gateways[Interlocked.Increment(ref turn) % _gateways.Count];
                var content = await _http.GetByteArrayAsync(new Uri(gateway, "/api/v1/content" + file.Key), cancellationToken);
                Assert.Equal(file.Value, Convert.ToHexString(SHA256.HashData(content)));
            });
    }

    /// <summary>Bytes that count to the account's quota.</summary>
    public async Task<long> UsedBytesAsync() => (await _http.GetFromJsonAsync(
        new Uri(_gateways[0], "/api/v1/me"), ContractsJsonContext.Default.MeBody, TestContext.Current.CancellationToken))!.UsedBytes;

    /// <summary>The sizes of all files that there are, acknowledged or not.</summary>
    public async Task<long> SumAsync()
    {
        var sum = 0L;
        var folders = await ListAsync("/");
        foreach (var folder in folders)
        {
            sum += (await ListAsync(folder.Path!)).Sum(file => file.Size);
        }

        return sum;
    }

    public void Dispose() => _http.Dispose();

    private async Task WriteAsync(string path, int first)
    {
        var content = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(100, 4000));
        var key = Guid.NewGuid().ToString("D");
        var began = TimeProvider.System.GetTimestamp();
        var (outagesBegun, wasAway) = (Volatile.Read(ref _outagesBegun), Volatile.Read(ref _outages) > 0);
        for (var attempt = 0; TimeProvider.System.GetElapsedTime(began) < Patience; attempt++)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Put, new Uri(_gateways[(first + attempt) % _gateways.Count], $"/api/v1/content{path}?parents=true"))
            { Content = new ByteArrayContent(content) };
            request.Headers.Add("Idempotency-Key", key);
            try
            {
                using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
                if (answer.IsSuccessStatusCode)
                {
                    _acknowledged[path] = Convert.ToHexString(SHA256.HashData(content));
                    var milliseconds = (long)TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
                    InterlockedMax(ref _longestMilliseconds, milliseconds);
                    InterlockedMax(ref _longestOfLate, milliseconds);
                }
                else if (answer.StatusCode is HttpStatusCode.ServiceUnavailable && (wasAway || Volatile.Read(ref _outagesBegun) != outagesBegun))
                {
                    await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
                    continue;
                }
                else
                {
                    _failures.Add($"{TimeProvider.System.GetUtcNow():T} {path}, begun {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F1} s before: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
                }

                return;
            }
            catch (HttpRequestException)
            {
                // That gateway is gone, or went away in the middle; a load balancer takes the next one.
            }
        }

        _failures.Add($"{path}: no gateway answered");
    }

    private async Task<List<ItemBody>> ListAsync(string path)
    {
        var items = new List<ItemBody>();
        string? after = null;
        do
        {
            var page = (await _http.GetFromJsonAsync(
                new Uri(_gateways[0], $"/api/v1/items/children?path={path}&limit=1000" + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}")),
                ContractsJsonContext.Default.ItemPageBody,
                TestContext.Current.CancellationToken))!;
            items.AddRange(page.Items.Select(item => item with { Path = $"{path.TrimEnd('/')}/{item.Name}" }));
            after = page.Next;
        }
        while (after is not null);

        return items;
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Interlocked.Read(ref target); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private sealed class Outage(Writers writers) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref writers._outages);
    }
}
