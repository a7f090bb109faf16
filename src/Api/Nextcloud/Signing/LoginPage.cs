using FileStorage.Api.Links.Pages;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FileStorage.Api.Nextcloud.Signing;

/// <summary>The page on which a user lets a client in: the account's password each time, because there is no session that another site could ride.</summary>
internal static class LoginPage
{
    private const int MaxNameLength = 80;
    private const int MaxFormBytes = 16 * 1024;

    /// <summary>The form.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Of the answer.</param>
    /// <param name="asked">Who wants to be let in.</param>
    /// <param name="refusal">Why it did not go the last time.</param>
    /// <param name="back">Where the form leads, where that is the client itself.</param>
    public static Task SendFormAsync(HttpContext context, int status, LoginRequest asked, string? refusal, LoginReturn? back = null)
    {
        var page = new PageWriter().Markup("<h1>Let an app in</h1><p>").Name(asked.ClientName).Markup(" asks for access to your files, from the address ")
            .Text(asked.Address ?? "unknown").Markup(". Let it in only if you have just begun this yourself.</p>");
        if (refusal is not null)
        {
            page.Markup("<p role=\"alert\">").Text(refusal).Markup("</p>");
        }

        page.Markup("<form method=\"post\"");
        if (back is not null)
        {
            page.Markup(" action=\"").Text(back.Action).Markup("\"><input type=\"hidden\" name=\"secret\" value=\"").Text(back.Secret).Markup("\"");
        }

        page.Markup("><p><label>E-mail address <input type=\"email\" name=\"email\" autocomplete=\"username\" required></label></p>")
            .Markup("<p><label>Password <input type=\"password\" name=\"password\" autocomplete=\"current-password\" required></label></p>")
            .Markup("<p><button>Let it in</button></p></form>");
        context.Response.Headers.CacheControl = "no-store";
        return page.SendAsync(context, status, "Let an app in", back is null ? null : LoginReturn.Scheme);
    }

    /// <summary>A page that says something.</summary>
    public static Task SendAsync(HttpContext context, int status, string title, string text) =>
        new PageWriter().Markup("<h1>").Text(title).Markup("</h1><p>").Text(text).Markup("</p>").SendAsync(context, status, title);

    /// <summary>What was sent by the form.</summary>
    /// <exception cref="ProblemException">415: no form.</exception>
    public static async Task<IFormCollection> ReadFormAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxFormBytes;
        }

        return context.Request.HasFormContentType
            ? await context.Request.ReadFormAsync(new FormOptions { ValueCountLimit = 8, BufferBodyLengthLimit = MaxFormBytes }, context.RequestAborted)
            : throw Problem.UnsupportedMediaType("application/x-www-form-urlencoded");
    }

    /// <summary>What the client calls itself; shown, and what its app password is called.</summary>
    public static string NameOf(HttpContext context)
    {
        var name = new string([.. context.Request.Headers.UserAgent.ToString().Where(one => !char.IsControl(one))]).Trim();
        return name.Length switch
        {
            0 => "An app without a name",
            > MaxNameLength => name[..MaxNameLength],
            _ => name,
        };
    }
}
