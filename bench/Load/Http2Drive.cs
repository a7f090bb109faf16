using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace FileStorage.Bench.Load;

/// <summary>Runs work over HTTP/2 without TLS (prior knowledge): few connections, many streams on each.</summary>
internal static class Http2Drive
{
    /// <summary>Kestrel takes 100 streams a connection; half of that leaves it no queue.</summary>
    private const int StreamsPerConnection = 50;

    /// <inheritdoc cref="Http1Drive.Run"/>
    public static async Task<Tally> RunAsync(Func<IWork> newWork, Uri url, IReadOnlyList<string> tokens, int slots, int first, int end)
    {
        var connections = (slots + StreamsPerConnection - 1) / StreamsPerConnection;
        var invokers = Enumerable.Range(0, connections).Select(_ => new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            InitialHttp2StreamWindowSize = 1 << 20,
        })).ToArray();
        var authorizations = tokens.Select(token => new AuthenticationHeaderValue("Bearer", token)).ToList();
        var next = first - 1;
        var begun = Stopwatch.GetTimestamp();
        var tallies = await Task.WhenAll(Enumerable.Range(0, slots).Select(async slot =>
        {
            var tally = new Tally(((end - first) / slots * 2) + 64);
            var work = newWork();
            int index;
            while ((index = Interlocked.Increment(ref next)) < end)
            {
                var started = Stopwatch.GetTimestamp();
                var (status, answer) = await ExchangeAsync(invokers[slot % connections], url, authorizations[slot % tokens.Count], work.Prepare(index));
                tally.Add(Stopwatch.GetTimestamp() - started, work.CountDone(index, status, answer), status);
            }

            return tally;
        }));
        var elapsed = Stopwatch.GetElapsedTime(begun);
        Array.ForEach(invokers, invoker => invoker.Dispose());
        return Tally.Sum(tallies, elapsed);
    }

    private static async Task<(int Status, byte[] Answer)> ExchangeAsync(
        HttpMessageInvoker invoker, Uri url, AuthenticationHeaderValue authorization, LoadRequest request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(url, request.Target))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.Authorization = authorization;
        if (!request.Body.IsEmpty)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            if (request.ContentType is not null)
            {
                message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
            }
        }

        using var response = await invoker.SendAsync(message, CancellationToken.None);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }
}
