using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Json;

/// <summary>Reads JSON bodies, bounded.</summary>
internal static class JsonBody
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>The body.</summary>
    /// <exception cref="ProblemException">Not JSON (415 or 400), not what this address takes (400), or too large (413).</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes = MaxBytes)
        where T : class =>
        await ReadOptionalAsync(context, type, maxBytes) ?? throw Problem.BadRequest("The body is missing; this address takes a JSON object.");

    /// <summary>The body, or null where there is none.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async ValueTask<T?> ReadOptionalAsync<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes = MaxBytes)
        where T : class
    {
        var request = context.Request;
        if (request.ContentLength == 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return null;
        }

        if (!request.HasJsonContentType())
        {
            throw Problem.UnsupportedMediaType("application/json");
        }

        if (request.ContentLength > maxBytes)
        {
            throw Problem.TooLarge($"The body may have {maxBytes} bytes here.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }

        return await JsonSerializer.DeserializeAsync(request.BodyReader, type, context.RequestAborted);
    }
}
