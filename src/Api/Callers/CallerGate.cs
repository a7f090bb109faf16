using FileStorage.Api.Changes;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Callers;

/// <summary>
/// Lets a request through to its endpoint when its token is good. In place of ASP.NET's authentication: one grain call, no
/// principal, no scope; the answer is never cached, so that a revoked token is dead at once.
/// </summary>
internal sealed class CallerGate(RequestDelegate next, IGrainFactory grains, DoorUsers users)
{
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var access = endpoint?.Metadata.GetMetadata<Access>();
        if (endpoint is null || access == Access.Anyone)
        {
            return next(context);
        }

        // Endpoints of ASP.NET itself, such as the one that answers 405, carry no access of ours and tell nothing.
        return access is null ? next(context) : GoOnAsync(context, AdmitAsync(context, access));
    }

    // Apart from the admission, of which nothing need be kept for as long as the request lasts.
    private async Task GoOnAsync(HttpContext context, Task admission)
    {
        await admission;
        await next(context);
    }

    private async Task AdmitAsync(HttpContext context, Access access)
    {
        var credentials = access == Access.Doors ? BasicCredentials.Of(context) : null;
        if (!DeviceToken.TryParse(credentials is { } basic ? basic.Password : TokenOf(context), out var token))
        {
            throw Problem.Unauthenticated();
        }

        // Answered from memory: not worth a token, which ASP.NET makes when it is first asked for.
        var device = grains.GetGrain<IDeviceGrain>(token.DeviceId);
        var identity = await device.AuthenticateAsync(token.SecretHash, CancellationToken.None) ?? throw Problem.Unauthenticated();
        if (identity.IsAppPassword && access != Access.Doors)
        {
            throw Problem.Forbidden("An app password opens files for other makers' clients, and nothing of the account.");
        }

        if (access == Access.Administrator && !identity.IsAdministrator)
        {
            throw Problem.Forbidden("Only the administrator may do this.");
        }

        if (access == Access.Doors)
        {
            // The name says nothing that the token does not say; one that contradicts it is somebody's mistake.
            var user = await users.FindAsync(identity.UserId, CancellationToken.None) ?? throw Problem.Unauthenticated();
            if (credentials is { } named && !user.IsCalled(named.Name))
            {
                throw Problem.Unauthenticated();
            }

            context.Features.Set(user);
        }

        context.Features.Set(new Caller(identity, token.SecretHash, grains, isByDoor: access == Access.Doors));
    }

    private static ReadOnlySpan<char> TokenOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header is [{ } value])
        {
            return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value.AsSpan(Scheme.Length).Trim() : default;
        }

        // A browser cannot give a WebSocket this header; it names the token as a subprotocol.
        return header.Count == 0 && context.WebSockets.IsWebSocketRequest
            ? context.WebSockets.WebSocketRequestedProtocols
                .FirstOrDefault(protocol => protocol.StartsWith(SocketChannel.TokenPrefix, StringComparison.Ordinal))
                .AsSpan() is [_, ..] named ? named[SocketChannel.TokenPrefix.Length..] : default
            : default;
    }
}
