using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Problems;
using FileStorage.Client;
using FileStorage.Client.Connections;

namespace FileStorage.Tests.Client.Tests;

/// <summary>Answers requests from a script, in memory.</summary>
internal sealed class FakeServer(Func<HttpRequestMessage, byte[], HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly Lock _lock = new();

    public static readonly Uri Address = new("http://server.test");

    /// <summary>Method and address below /api/v1, in the order in which they came.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The requests with every id written as ID.</summary>
    public List<string> Shapes =>
        [.. Requests.Select(request => string.Join('/', request.Split('/').Select(part => Guid.TryParse(part, out _) ? "ID" : part)))];

    public FileStorageClient Client(RetryPolicy? retries = null, Version? httpVersion = null) => new(
        new ConnectionOptions
        {
            Server = Address,
            Token = "token",
            Retries = retries ?? RetryPolicy.Brief,
            HttpVersion = httpVersion ?? HttpVersion.Version11,
        },
        this,
        new HastyClock(),
        () => 0.5);

    public static HttpResponseMessage Answer<T>(T body, JsonTypeInfo<T> type, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(JsonSerializer.Serialize(body, type), Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Problem(HttpStatusCode status, string type) => new(status)
    {
        Content = new StringContent(
            JsonSerializer.Serialize(
                new ProblemBody { Type = type, Status = (int)status, Detail = "Because." }, ContractsJsonContext.Default.ProblemBody),
            Encoding.UTF8,
            "application/problem+json"),
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (_lock)
        {
            Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery["/api/v1/".Length..]}");
            return answer(request, body);
        }
    }
}
