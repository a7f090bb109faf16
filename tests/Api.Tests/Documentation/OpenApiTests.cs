using System.Text.Json;
using FileStorage.Tests.Api.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Api.Tests.Documentation;

public sealed class OpenApiTests(RealHost host)
{
    [Fact]
    public async Task The_document_lists_every_operation()
    {
        using var document = JsonDocument.Parse(await host.Anonymous.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var documented = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name} {path.Name}"))
            .Order();

        var mapped = host.Application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
                || endpoint.RoutePattern.RawText.StartsWith("/health/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                .Select(method => $"{method.ToLowerInvariant()} {Written(endpoint.RoutePattern.RawText!)}"))
            .Order();

        Assert.Equal(mapped, documented);
    }

    [Fact]
    public async Task Every_operation_but_signing_in_asks_for_the_token()
    {
        using var document = JsonDocument.Parse(await host.Anonymous.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var open = document.RootElement.GetProperty("paths").EnumerateObject()
            .Where(path => path.Value.EnumerateObject().Any(operation => !operation.Value.TryGetProperty("security", out _)))
            .Select(path => path.Name)
            .Order();

        // Who comes by a public link has its token in the address; what is spoken of tus is told to anybody.
        Assert.Equal(
            ["/api/v1/accounts", "/api/v1/sign-in", "/api/v1/tus", "/api/v1/tus/{id}", "/health/live", "/health/ready"],
            open.Where(path => !path.StartsWith("/api/v1/public/{token}", StringComparison.Ordinal)));
    }

    private static string Written(string pattern) => pattern.Replace(":guid", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal);
}
