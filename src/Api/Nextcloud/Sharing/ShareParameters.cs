using System.Globalization;
using System.Text.Json;
using FileStorage.Api.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Nextcloud.Sharing;

/// <summary>What a client says about a share: in a form, in JSON, or in the query.</summary>
internal sealed class ShareParameters
{
    private const int MaxBytes = 64 * 1024;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private ShareParameters(IQueryCollection query)
    {
        foreach (var (name, value) in query)
        {
            _values[name] = value.ToString();
        }
    }

    /// <summary>Those of a request.</summary>
    /// <exception cref="ProblemException">400, 403, 413, 415.</exception>
    public static async Task<ShareParameters> ReadAsync(HttpContext context)
    {
        // A page of another site could send a form in the name of a browser that knows a password; it could not send this.
        if (context.Request.Headers["OCS-APIREQUEST"].ToString() is not ("true" or "1"))
        {
            throw Problem.Forbidden("Send \"OCS-APIREQUEST: true\" along.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        var parameters = new ShareParameters(context.Request.Query);
        if (context.Request.HasFormContentType)
        {
            var options = new FormOptions { ValueCountLimit = 64, BufferBodyLengthLimit = MaxBytes, ValueLengthLimit = MaxBytes };
            foreach (var (name, value) in await context.Request.ReadFormAsync(options, context.RequestAborted))
            {
                parameters._values[name] = value.ToString();
            }
        }
        else if (context.Request.HasJsonContentType())
        {
            await parameters.ReadJsonAsync(context);
        }
        else if (context.Request.ContentLength > 0)
        {
            throw Problem.UnsupportedMediaType("application/x-www-form-urlencoded or application/json");
        }

        return parameters;
    }

    /// <summary>Text; null where it was not said.</summary>
    public string? Text(string name) => _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>Text that says something.</summary>
    public string? Word(string name) => Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    public bool? Flag(string name) => Word(name) is { } text ? text is "true" or "1" : null;

    /// <exception cref="ProblemException">400: no number.</exception>
    public int? Number(string name) => Word(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Problem.BadRequest($"\"{name}\" is a number.");

    private async Task ReadJsonAsync(HttpContext context)
    {
        using var document = await JsonDocument.ParseAsync(
            context.Request.Body, new JsonDocumentOptions { MaxDepth = 16 }, context.RequestAborted);
        if (document.RootElement.ValueKind is not JsonValueKind.Object)
        {
            throw Problem.BadRequest("The body is a JSON object.");
        }

        foreach (var member in document.RootElement.EnumerateObject())
        {
            _values[member.Name] = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString()!,
                JsonValueKind.Null => "",
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => member.Value.GetRawText(),
            };
        }
    }
}
