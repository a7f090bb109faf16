using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FileStorage.Api.Accounts;
using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Problems;
using FileStorage.Core.Auditing;
using FileStorage.Grains.Interfaces.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Links;

/// <summary>
/// The passwords of public links: by "Authorization: Basic", or by the cookie that the page's form earns. Guesses are counted by link and by remote
/// address. Whoever gave the right one is let in for a while without the slow hash: the proof is bound to link and hash by a key that lives as long as
/// this process, so that another password ends it.
/// </summary>
internal sealed class LinkPasswords(PasswordHasher hasher, Audit audit, TimeProvider clock, IOptions<LinkOptions> options)
{
    public const int MinLength = 8;

    private const string Cookie = "filestorage_link";
    private const int MaxKnown = 10_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly TimeSpan _lifetime = TimeSpan.FromMinutes(options.Value.PasswordMinutes);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _known = new(StringComparer.Ordinal);
    private readonly AttemptThrottle _byLink = new(options.Value.MaxWrongPasswords, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);
    private readonly AttemptThrottle _byAddress = new(options.Value.MaxWrongPasswords, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);

    /// <summary>The hash to keep of a new password.</summary>
    /// <exception cref="ProblemException">400: too short or too long.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        password.Length is >= MinLength and <= PasswordHasher.MaxLength
            ? hasher.HashAsync(password, cancellationToken)
            : throw Problem.BadRequest($"\"password\" has {MinLength} to {PasswordHasher.MaxLength} characters.");

    /// <summary>Whether the visitor need not give a password, or has shown by a cookie that they gave it.</summary>
    public bool IsLetIn(HttpContext context, OpenedLink link) =>
        link.PasswordHash is not { } hash
        || (context.Request.Cookies[Cookie] is { } cookie && IsGood(cookie, link.LinkId, hash));

    /// <summary>Lets a visitor in by cookie or header.</summary>
    /// <exception cref="ProblemException">401, 429.</exception>
    public async Task RequireAsync(HttpContext context, LinkVisitor visitor)
    {
        var link = visitor.Link;
        if (IsLetIn(context, link))
        {
            return;
        }

        var password = BasicCredentials.Of(context)?.Password ?? throw Problem.PasswordRequired("Send \"Authorization: Basic\" with the link's password and any user name.");
        var proof = Proof("header", link.LinkId, link.PasswordHash!, password);
        if (_known.TryGetValue(proof, out var until) && until > clock.GetUtcNow())
        {
            return;
        }

        await VerifyAsync(context, visitor, password);
        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        _known[proof] = clock.GetUtcNow() + _lifetime;
    }

    /// <summary>Lets a browser in that sent the form, for a while, on this link's page and below.</summary>
    /// <exception cref="ProblemException">401, 429.</exception>
    public async Task SignInAsync(HttpContext context, LinkVisitor visitor, string password, string path)
    {
        var link = visitor.Link;
        if (link.PasswordHash is not { } hash)
        {
            return;
        }

        await VerifyAsync(context, visitor, password);
        var until = (clock.GetUtcNow() + _lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Cookies.Append(Cookie, $"{until}.{Proof("cookie", link.LinkId, hash, until)}", new CookieOptions
        {
            Path = path,
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            MaxAge = _lifetime,
        });
    }

    private async Task VerifyAsync(HttpContext context, LinkVisitor visitor, string password)
    {
        var link = visitor.Link;
        var linkKey = link.LinkId.ToString("N");
        var address = RemoteAddress.Of(context);

        // Counted before the password is looked at, so that many at once are no way around.
        if ((_byAddress.Enter(address) ?? _byLink.Enter(linkKey)) is { } wait)
        {
            throw Problem.TooManyAttempts(wait);
        }

        if (password.Length > PasswordHasher.MaxLength || !await hasher.VerifyAsync(password, link.PasswordHash, context.RequestAborted))
        {
            var act = new AuditAct(AuditKind.LinkRefused) { OwnerId = visitor.Root.View?.OwnerId, DriveId = link.DriveId, ItemId = link.EntryId };
            await audit.RecordRefusalAsync(context, act.With("linkId", $"{link.LinkId}"), linkKey);
            throw Problem.PasswordRequired("The password is wrong.");
        }

        _byAddress.Forgive(address);
        _byLink.Forgive(linkKey);
    }

    private bool IsGood(string cookie, Guid linkId, string hash) =>
        cookie.Split('.') is [var until, var proof]
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds > clock.GetUtcNow().ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(proof), Encoding.UTF8.GetBytes(Proof("cookie", linkId, hash, until)));

    private string Proof(string use, Guid linkId, string hash, string what) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{use}\n{linkId:N}\n{hash}\n{what}")));
}
