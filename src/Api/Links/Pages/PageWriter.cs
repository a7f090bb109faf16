using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Links.Pages;

/// <summary>HTML as it is built. What users wrote goes in by <see cref="Text"/> only, which escapes it.</summary>
internal sealed class PageWriter
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();

    /// <summary>Markup of this program's own.</summary>
    public PageWriter Markup(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <summary>Text from anywhere, for an element or for an attribute in double quotes.</summary>
    public PageWriter Text(string text)
    {
        _html.Append(Encoder.Encode(text));
        return this;
    }

    /// <summary>What users call something, in an element of its own, so that no direction of writing in it reaches out of it.</summary>
    public PageWriter Name(string name) => Markup("<bdi>").Text(name).Markup("</bdi>");

    /// <summary>The way to an address below the link's page.</summary>
    public PageWriter Address(PageAddress address) => Text(address.ToString());

    /// <summary>A size as people read it.</summary>
    public PageWriter Size(long bytes)
    {
        string[] units = ["bytes", "kB", "MB", "GB", "TB"];
        var value = (double)bytes;
        var unit = 0;
        for (; value >= 999.5 && unit < units.Length - 1; unit++)
        {
            value /= 1000;
        }

        _html.Append(value.ToString(unit == 0 || value >= 99.5 ? "0" : "0.0", CultureInfo.InvariantCulture)).Append('\u00A0').Append(units[unit]);
        return this;
    }

    /// <summary>A time as people read it.</summary>
    public PageWriter Time(DateTimeOffset time)
    {
        _html.Append(time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Answers the page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="title">Of the window.</param>
    /// <param name="formScheme">A scheme to which its form may lead beside this server; null: none.</param>
    public async Task SendAsync(HttpContext context, int status, string title, string? formScheme = null)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex, nofollow\"><title>")
            .Append(Encoder.Encode(title))
            .Append("</title><style>").Append(PageStyle.Text).Append("</style></head><body><main>")
            .Append(_html)
            .Append("</main></body></html>");
        var bytes = Encoding.UTF8.GetBytes(page.ToString());
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers.ContentSecurityPolicy = PageStyle.PolicyOf(formScheme);
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.XFrameOptions = "DENY";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
