def test_all(world, client):
    v = world.visits()
    print(len(v))
    t = world.token_of(v[0])
    for u in ["/", "/day/li/2026-11-23", f"/visit/{t}", f"/visits/{v[0].appointment.id}", "/technicians/T1/2026-11-23", "/api", "/api/openapi.json", "/health", "/ready", f"/feeds/{world.feed_token}.ics", "/nothing", "/api/v1/units", "/api/v1/appointments", "/visit/xxx","/day/li/0001-01-01","/static/aftersales.css"]:
        a = client.get(u)
        print(u, a.status_code, a.headers.get("content-type"), len(a.content))
        if a.status_code >= 400: print(a.text[:600])
