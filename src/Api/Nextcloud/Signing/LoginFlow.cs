using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FileStorage.Api.Accounts;
using FileStorage.Api.Devices;
using FileStorage.Api.Items;
using FileStorage.Api.Nextcloud.Describing;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace FileStorage.Api.Nextcloud.Signing;

/// <summary>
/// Nextcloud's login flow, version 2: the client shows a page of ours in a browser, its user types the account's password there, and the
/// client fetches an app password, once. The password itself never reaches the client.
/// </summary>
internal sealed class LoginFlow(IGrainFactory grains, SignIn signIn, AppPasswords passwords, TimeProvider clock, IOptions<AccountsOptions> options)
{
    private const int SecretBytes = 32;
    private const int MaxBegunByAddress = 100;

    private readonly AttemptThrottle _begun = new(MaxBegunByAddress, TimeSpan.FromMinutes(options.Value.ThrottleMinutes), clock);

    /// <summary>A client begins.</summary>
    public async Task BeginAsync(HttpContext context)
    {
        if (_begun.Enter(RemoteAddress.Of(context)) is { } wait)
        {
            throw Problem.TooManyAttempts(wait);
        }

        // Not of version 7: whoever knows the id may show the page, so it must not be guessed.
        var flowId = new Guid(RandomNumberGenerator.GetBytes(16));
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        await grains.GetGrain<ILoginFlowGrain>(flowId).BeginAsync(
            Hash(secret), LoginPage.NameOf(context), RemoteAddress.FullOf(context), context.RequestAborted);
        var server = $"{context.Request.Scheme}://{context.Request.Host}";
        context.Response.Headers.CacheControl = "no-store";
        await JsonText.ObjectAsync(context, json =>
        {
            json.WriteStartObject("poll");
            json.WriteString("token", $"{flowId:N}.{Base64Url.EncodeToString(secret)}");
            json.WriteString("endpoint", server + "/index.php/login/v2/poll");
            json.WriteEndObject();
            json.WriteString("login", $"{server}/index.php/login/v2/flow/{flowId:N}");
        });
    }

    /// <summary>A client asks whether it was let in: 404 until it was, and after it was told.</summary>
    public async Task PollAsync(HttpContext context)
    {
        var form = await LoginPage.ReadFormAsync(context);
        var parts = form["token"].ToString().Split('.');
        var secret = new byte[SecretBytes];
        if (parts.Length != 2
            || !Guid.TryParseExact(parts[0], "N", out var flowId)
            || !Base64Url.TryDecodeFromChars(parts[1], secret, out var written) || written != SecretBytes
            || await grains.GetGrain<ILoginFlowGrain>(flowId).TakeAsync(Hash(secret), context.RequestAborted) is not { } approval)
        {
            throw Problem.NotFound("Nobody has let this client in yet.");
        }

        var made = await passwords.MakeAsync(context, approval.UserId, approval.ClientName);
        context.Response.Headers.CacheControl = "no-store";
        await JsonText.ObjectAsync(context, json =>
        {
            json.WriteString("server", $"{context.Request.Scheme}://{context.Request.Host}");
            json.WriteString("loginName", made.UserName);
            json.WriteString("appPassword", made.Password);
        });
    }

    /// <summary>The page on which the user lets the client in.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        var asked = await grains.GetGrain<ILoginFlowGrain>(ItemAddress.RouteId(context)).DescribeAsync(context.RequestAborted);
        await (asked is null
            ? LoginPage.SendAsync(context, StatusCodes.Status404NotFound, "This page is over", "Begin again in the app that sent you here.")
            : LoginPage.SendFormAsync(context, StatusCodes.Status200OK, asked, refusal: null));
    }

    /// <summary>The form of that page.</summary>
    public async Task ApproveAsync(HttpContext context)
    {
        var flow = grains.GetGrain<ILoginFlowGrain>(ItemAddress.RouteId(context));
        var form = await LoginPage.ReadFormAsync(context);
        if (await flow.DescribeAsync(context.RequestAborted) is not { } asked)
        {
            await LoginPage.SendAsync(context, StatusCodes.Status404NotFound, "This page is over", "Begin again in the app that sent you here.");
            return;
        }

        Guid userId;
        try
        {
            userId = await signIn.RequirePasswordAsync(context, form["email"].ToString(), form["password"].ToString());
        }
        catch (ProblemException problem) when (problem.Status is 401 or 429)
        {
            await LoginPage.SendFormAsync(context, StatusCodes.Status403Forbidden, asked, problem.Problem.Detail);
            return;
        }

        await (await flow.ApproveAsync(userId, context.RequestAborted)
            ? LoginPage.SendAsync(context, StatusCodes.Status200OK, "Let in", "You may close this window and go back to the app.")
            : LoginPage.SendAsync(context, StatusCodes.Status404NotFound, "This page is over", "Begin again in the app that sent you here."));
    }

    private static System.Collections.Immutable.ImmutableArray<byte> Hash(byte[] secret) =>
        ImmutableCollectionsMarshal.AsImmutableArray(SHA256.HashData(secret));
}
