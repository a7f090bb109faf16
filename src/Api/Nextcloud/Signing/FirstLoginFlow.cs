using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FileStorage.Api.Accounts;
using FileStorage.Api.Devices;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Nextcloud.Signing;

/// <summary>
/// Nextcloud's login flow, version 1: the client shows our page in a window of its own, and is handed an app password by the address to which the form
/// leads in the end. The page is shown to apps only, which can set a header; a link from elsewhere does not open it.
/// </summary>
internal sealed class FirstLoginFlow(
    IGrainFactory grains, SignIn signIn, AppPasswords passwords, TimeProvider clock, IOptions<AccountsOptions> options)
{
    public const string Address = "/index.php/login/flow";

    private const int SecretBytes = 32;
    private const int MaxBegunByAddress = 100;

    private readonly AttemptThrottle _begun = new(MaxBegunByAddress, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);

    /// <summary>The page.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        if (context.Request.Headers["OCS-APIREQUEST"].ToString() is not ("true" or "1"))
        {
            await LoginPage.SendAsync(context, StatusCodes.Status403Forbidden, "This page is for apps", "Open it from the app that you want to let in.");
            return;
        }

        if (_begun.Enter(RemoteAddress.Of(context)) is { } wait)
        {
            throw Problem.TooManyAttempts(wait);
        }

        var flowId = new Guid(RandomNumberGenerator.GetBytes(16));
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var flow = grains.GetGrain<ILoginFlowGrain>(flowId);
        await flow.BeginAsync(Hash(secret), LoginPage.NameOf(context), RemoteAddress.FullOf(context), context.RequestAborted);
        var asked = await flow.DescribeAsync(context.RequestAborted) ?? throw Problem.Unavailable();
        var back = new LoginReturn($"{Address}/{flowId:N}", Base64Url.EncodeToString(secret));
        await LoginPage.SendFormAsync(context, StatusCodes.Status200OK, asked, refusal: null, back);
    }

    /// <summary>The form of the page: leads to nc://login/ with a new app password.</summary>
    public async Task ApproveAsync(HttpContext context)
    {
        var flowId = ItemAddress.RouteId(context);
        var flow = grains.GetGrain<ILoginFlowGrain>(flowId);
        var form = await LoginPage.ReadFormAsync(context);
        var text = form["secret"].ToString();
        var secret = new byte[SecretBytes];
        if (!Base64Url.TryDecodeFromChars(text, secret, out var written) || written != SecretBytes
            || await flow.DescribeAsync(context.RequestAborted) is not { } asked)
        {
            await SendOverAsync(context);
            return;
        }

        Guid userId;
        try
        {
            userId = await signIn.RequirePasswordAsync(context, form["email"].ToString(), form["password"].ToString());
        }
        catch (ProblemException problem) when (problem.Status is 401 or 429)
        {
            var back = new LoginReturn($"{Address}/{flowId:N}", text);
            await LoginPage.SendFormAsync(context, StatusCodes.Status403Forbidden, asked, problem.Problem.Detail, back);
            return;
        }

        if (!await flow.ApproveAsync(userId, context.RequestAborted)
            || await flow.TakeAsync(Hash(secret), context.RequestAborted) is not { } approval)
        {
            await SendOverAsync(context);
            return;
        }

        var made = await passwords.MakeAsync(context, approval.UserId, approval.ClientName);
        var server = $"{context.Request.Scheme}://{context.Request.Host}";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location =
            $"nc://login/server:{server}&user:{Uri.EscapeDataString(made.UserName)}&password:{Uri.EscapeDataString(made.Password!)}";
    }

    private static Task SendOverAsync(HttpContext context) =>
        LoginPage.SendAsync(context, StatusCodes.Status404NotFound, "This page is over", "Begin again in the app that sent you here.");

    private static System.Collections.Immutable.ImmutableArray<byte> Hash(byte[] secret) =>
        ImmutableCollectionsMarshal.AsImmutableArray(SHA256.HashData(secret));
}
