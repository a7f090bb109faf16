using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FileStorage.Api.Contracts.Json;
using FileStorage.Client.Connections;

namespace FileStorage.Client;

/// <summary>
/// The HTTP interface of docs/protocol.md, typed. Every method throws <see cref="FileStorageException"/> where the server refuses or
/// cannot be reached; what is safe to repeat is repeated first, as <see cref="ConnectionOptions.Retries"/> says. Safe for many
/// callers at once.
/// </summary>
public sealed partial class FileStorageClient : IDisposable
{
    private const string JsonType = "application/json";
    private const int ListPageSize = 1000;

    private readonly HttpClient _http;
    private readonly Sender _sender;

    public FileStorageClient(ConnectionOptions options)
        : this(options, options.MakeHandler(), TimeProvider.System, Random.Shared.NextDouble)
    {
    }

    internal FileStorageClient(ConnectionOptions options, HttpMessageHandler handler, TimeProvider clock, Func<double> random)
    {
        Server = options.Server;
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(options.Server.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/api/v1/"),
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = options.HttpVersion,

            // Over TLS the two sides agree on a version; without, there is nothing to agree with.
            DefaultVersionPolicy = options.Server.Scheme == Uri.UriSchemeHttps
                ? HttpVersionPolicy.RequestVersionOrLower
                : HttpVersionPolicy.RequestVersionExact,
        };
        if (options.Token is { } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        _sender = new Sender(_http, options, clock, random);
    }

    public Uri Server { get; }

    internal Sender Sender => _sender;

    public void Dispose() => _http.Dispose();

    private static ContractsJsonContext Json => ContractsJsonContext.Default;

    private Task<T> GetAsync<T>(string url, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        CallAsync(() => new HttpRequestMessage(HttpMethod.Get, url), Repeat.Always, type, cancellationToken);

    /// <summary>A command that carries an idempotency key, so that it may be repeated whatever became of the first attempt.</summary>
    private async Task<HttpResponseMessage> CommandAsync(
        HttpMethod method, string url, Func<HttpContent>? body, string? ifMatch, Guid? operationId, CancellationToken cancellationToken)
    {
        var key = (operationId ?? Guid.CreateVersion7()).ToString();
        return await SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(method, url) { Content = body?.Invoke() };
                request.Headers.Add("Idempotency-Key", key);
                AddPreconditions(request, ifMatch, ifAbsent: false);
                return request;
            },
            Repeat.Always,
            cancellationToken);
    }

    private async Task<T> CallAsync<T>(
        Func<HttpRequestMessage> make, Repeat repeat, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(make, repeat, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <summary>An answer of success with its whole body; every other one is thrown.</summary>
    private Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, Repeat repeat, CancellationToken cancellationToken) =>
        SendAsync(make, repeat, HttpCompletionOption.ResponseContentRead, cancellationToken);

    /// <summary>An answer of success whose body is read as it comes; every other one is thrown.</summary>
    private Task<HttpResponseMessage> OpenAsync(Func<HttpRequestMessage> make, Repeat repeat, CancellationToken cancellationToken) =>
        SendAsync(make, repeat, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> make, Repeat repeat, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var response = await _sender.SendAsync(make, repeat, completion, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await RefusedAsync(response, cancellationToken);
        }
    }

    private async Task<FileStorageException> RefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var retryAfter = Faults.RetryAfter(response.Headers, _sender.Clock);
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or JsonType))
        {
            return FileStorageException.Refused(response.StatusCode, problem: null, retryAfter);
        }

        try
        {
            var problem = await ReadAsync(response, Json.ProblemBody, cancellationToken);
            return FileStorageException.Refused(response.StatusCode, problem, retryAfter);
        }
        catch (JsonException)
        {
            return FileStorageException.Refused(response.StatusCode, problem: null, retryAfter);
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_sender.IdleTimeout, _sender.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            return await JsonSerializer.DeserializeAsync(stream, type, either.Token)
                ?? throw new JsonException("The server's answer is empty.");
        }
        catch (Exception exception) when (
            exception is IOException or HttpRequestException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw FileStorageException.Unreachable(Server, exception);
        }
        catch (JsonException exception) when (response.IsSuccessStatusCode)
        {
            throw new FileStorageException(
                $"The answer of {Server} cannot be read; is it a FileStorage server of this version? ({exception.Message})");
        }
    }

    /// <summary>Lines of newline-delimited JSON as they arrive. Ends where the connection ends; throws what broke it.</summary>
    private async IAsyncEnumerable<T> ReadLinesAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var lines = new LineReader(stream, _sender);
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            yield return JsonSerializer.Deserialize(line.Span, type) ?? throw new JsonException("The server sent an empty line.");
        }
    }

    private static ByteArrayContent JsonBody<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue(JsonType);
        return content;
    }

    private static void AddPreconditions(HttpRequestMessage request, string? ifMatch, bool ifAbsent)
    {
        if (ifMatch is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{ifMatch}\""));
        }

        if (ifAbsent)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        }
    }

    private static bool IsCreated(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.Created;
}
